// What PromQL asks for. Each line of stdin is a query as a JSON string; prints for each, as JSON in a line of its own:
//
//   {"errors": [where the text is no PromQL], "selectors": [{"metric", "matchers": [{"label", "op", "value"}]}],
//    "labels": [what it groups, matches or joins by]}
import { createInterface } from 'node:readline';
import { parser } from '@prometheus-io/lezer-promql';

function read(query) {
  const answer = { errors: [], selectors: [], labels: [] };
  const text = (node) => query.slice(node.from, node.to);
  parser.parse(query).iterate({
    enter: (ref) => {
      const node = ref.node;
      if (node.type.isError) {
        answer.errors.push(`at ${node.from}: ${query.slice(node.from, node.from + 20)}`);
      } else if (node.name === 'VectorSelector') {
        answer.selectors.push({ metric: text(node.getChild('Identifier') ?? node), matchers: [] });
      } else if (node.name === 'UnquotedLabelMatcher') {
        answer.selectors.at(-1).matchers.push({
          label: text(node.getChild('LabelName')),
          op: text(node.getChild('MatchOp')),
          value: text(node.getChild('StringLiteral')).slice(1, -1),
        });
      } else if (node.name === 'GroupingLabels') {
        answer.labels.push(...node.getChildren('LabelName').map(text));
      }
    },
  });
  return answer;
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(read(JSON.parse(line))));
}
