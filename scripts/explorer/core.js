/** The pure part, which needs no page: what the page, the worker of the training and the tests compute with. */
export * from "./model.js";
export * from "./forward.js";
export * from "./backward.js";
export * from "./explain.js";
export * from "./changes.js";
export * from "./format.js";
export * from "./steps.js";
export * from "./table.js";
export { tensor } from "./step.js";
export * from "./calculation.js";
export * from "./grammar.js";
export * from "./measures.js";
export * from "./train.js";
export * from "./checkpoints.js";
export * from "./still.js";
export * from "./inquiries.js";
