// Validates page after page: a line of JSON comes in for each, one with what is wrong goes out.
import { createInterface } from "node:readline";
import { HtmlValidate } from "html-validate";
import ours from "./htmlvalidate.config.mjs";
import djangos from "./htmlvalidate.stock.mjs";

const validators = { ours: new HtmlValidate(ours), djangos: new HtmlValidate(djangos) };

for await (const line of createInterface({ input: process.stdin })) {
  const { whose, html } = JSON.parse(line);
  const { results } = await validators[whose].validateString(html);
  const found = results.flatMap(({ messages }) => messages);
  console.log(JSON.stringify(found.map((one) => `${one.line}:${one.column} ${one.ruleId}: ${one.message}`)));
}
