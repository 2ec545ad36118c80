// The library is an ES module. TypeScript would turn import() into require(), which takes such a module only from Node 22.12 on (and 20.19).
exports.loadAge = () => import("age-encryption");
