import { bond } from "./scopes";
import { action } from "./support/run";

bond
  .task("lifecycle", "A bond's whole life on the embedded network, from the term sheet to the redemption")
  .addParam("terms", "the term sheet")
  .setAction(action(() => Promise.resolve()));
