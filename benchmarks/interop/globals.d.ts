/** What listen.js keeps. */
declare var heard: { at_s: number; message: { type: string } }[];
