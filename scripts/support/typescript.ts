/** Reads test titles and citations of clauses out of TypeScript, by the compiler's own parser. */
import ts from "typescript";

const parsed = (path: string, source: string): ts.SourceFile =>
  ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);

/** A test, or a block of tests. */
export interface Title {
  /** The titles of the blocks around it and its own. What a template computes shows as `…`. */
  readonly path: readonly string[];
  /** How many tests it stands for as written: 1, or those of the block. */
  readonly tests: number;
}

const BLOCKS = new Set(["describe", "context"]);
const TESTS = new Set(["it", "specify"]);

/** The static text of a title. */
const textOf = (title: ts.Expression | undefined): string => {
  if (title === undefined) return "";
  if (ts.isStringLiteralLike(title)) return title.text;
  if (ts.isTemplateExpression(title))
    return [title.head.text, ...title.templateSpans.map(({ literal }) => `…${literal.text}`)].join("");
  if (ts.isBinaryExpression(title)) return textOf(title.left) + textOf(title.right);
  if (ts.isParenthesizedExpression(title)) return textOf(title.expression);
  return "…";
};

/** The tests and blocks of a file, in its order. A test without a body, or a skipped one, is none. */
export const titlesIn = (path: string, source: string): readonly Title[] => {
  const found: Title[] = [];
  const visit = (node: ts.Node, above: readonly string[]): number => {
    const below = (titles: readonly string[]): number => {
      let tests = 0;
      ts.forEachChild(node, (child) => void (tests += visit(child, titles)));
      return tests;
    };
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return below(above);
    const name = node.expression.text;
    const isTest = TESTS.has(name) && node.arguments.length > 1;
    if (!isTest && !BLOCKS.has(name)) return below(above);
    const titles = [...above, textOf(node.arguments[0])];
    const place = found.length;
    const tests = isTest ? 1 : below(titles);
    if (tests > 0) found.splice(place, 0, { path: titles, tests });
    return tests;
  };
  visit(parsed(path, source), []);
  return found;
};

/** A declaration at the top of a file, or a task, with what it says in comments; a task's descriptions count as well. */
export interface Statement {
  readonly name: string;
  readonly isTask: boolean;
  readonly text: string;
}

const leavesOf = (node: ts.Node): ts.Node[] => {
  const children = node.getChildren();
  return children.length === 0 ? [node] : children.flatMap(leavesOf);
};

/** All comments before a statement, inside it, and after it on its last line; what ends the line of the one before is not its own. */
const commentsOf = (statement: ts.Statement, source: string): string => {
  const between = leavesOf(statement).map((leaf) => leaf.getFullText().slice(0, leaf.getLeadingTriviaWidth()));
  const [first = "", ...others] = between;
  const own = statement.pos === 0 ? first : first.slice(first.indexOf("\n") + 1);
  const after = (ts.getTrailingCommentRanges(source, statement.end) ?? []).map(({ pos, end }) =>
    source.slice(pos, end),
  );
  return [own, ...others, ...after].join("\n").replaceAll(/\n\s*(\*|\/\/)/g, "");
};

const everyNode = (node: ts.Node): ts.Node[] => {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(...everyNode(child)));
  return [node, ...children];
};

/** `scope.task("name", …)`: the name of the task with its scope. */
const taskOf = (nodes: readonly ts.Node[]): string | undefined => {
  for (const node of nodes) {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) continue;
    const [name] = node.arguments;
    const scope = node.expression.expression;
    if (node.expression.name.text !== "task" || name === undefined || !ts.isStringLiteralLike(name)) continue;
    return `${ts.isIdentifier(scope) ? `${scope.text} ` : ""}${name.text}`;
  }
  return undefined;
};

const nameOf = (statement: ts.Statement): string | undefined => {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations[0]?.name.getText();
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isNamed ? statement.name?.text : undefined;
};

/** The declarations and tasks of a file, in its order. */
export const statementsIn = (path: string, source: string): readonly Statement[] =>
  parsed(path, source).statements.flatMap((statement) => {
    const nodes = everyNode(statement);
    const comments = commentsOf(statement, source);
    const task = taskOf(nodes);
    const name = task ?? nameOf(statement);
    if (name === undefined) return [];
    const descriptions = task === undefined ? [] : nodes.filter(ts.isStringLiteralLike).map(({ text }) => text);
    return [{ name, isTask: task !== undefined, text: [comments, ...descriptions].join("\n") }];
  });
