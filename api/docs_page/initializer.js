// Swagger UI is a classic script and puts SwaggerUIBundle into the global scope.
window.SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  tryItOutEnabled: true,
  // The default sends the document to a validator on the internet.
  validatorUrl: null,
});
