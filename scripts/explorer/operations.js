/** The operations, by the name that the nodes of the graph give them; step.js says what each has. */
import { copy, join, place, relu, sum, token } from "./op_copies.js";
import { affine, mean, standardise, variance } from "./op_norm.js";
import { dots, linear, mix } from "./op_products.js";
import { loss, mask, scale, softmax } from "./op_scores.js";

export const operations = {
  token, place, copy, join, sum, relu,
  mean, variance, standardise, affine,
  linear, dots, mix,
  scale, mask, softmax, loss,
};
