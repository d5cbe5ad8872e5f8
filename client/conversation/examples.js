/** A conversation to try the page with. */

/** @type {Readonly<Record<import("../i18n.js").Language, string>>} */
export const EXAMPLES = Object.freeze({
  en: `Customer: I have been waiting for 2 hours.
Agent: I apologize for the wait. Let me check on that.
Customer: This is completely unacceptable!
Agent: I found it: your parcel is at the depot, and it will be with you by six today.
Customer: Oh, that was quick. Thank you so much!`,
  es: `Cliente: Llevo dos horas esperando.
Agente: Siento la espera. Voy a mirarlo.
Cliente: Estoy muy enfadado, es una vergüenza.
Agente: Ya lo tengo: su paquete está en el almacén y lo recibirá hoy antes de las seis.
Cliente: Qué rápido. ¡Muchísimas gracias!`,
});
