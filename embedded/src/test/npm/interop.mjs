// Confluent's own JavaScript client on the other side of the registry.
//
//   node interop.mjs URL echo     each line of stdin is `topic base64`: reads the record, and writes it again with the
//                                 subject's newest schema; prints {"value": what it read, "bytes": base64 of what it wrote}
//   node interop.mjs URL foreign  the same, but writes with a schema of its own: the newest without anything that only Java
//                                 or only we know, registered by this client
import { createInterface } from 'node:readline';
import { AvroDeserializer, AvroSerializer, SchemaRegistryClient, SerdeType } from '@confluentinc/schemaregistry';

const [url, mode] = process.argv.slice(2);
const client = new SchemaRegistryClient({ baseURLs: [url] });
const deserializer = new AvroDeserializer(client, SerdeType.VALUE, {});
const serializer = new AvroSerializer(client, SerdeType.VALUE, { useLatestVersion: true, autoRegisterSchemas: false });

const OURS = new Set(['doc', 'avro.java.string', 'minimum', 'maximum', 'pattern', 'format', 'freeText']);
const plain = (node) =>
  Array.isArray(node)
    ? node.map(plain)
    : node !== null && typeof node === 'object'
      ? Object.fromEntries(Object.entries(node).filter(([key]) => !OURS.has(key)).map(([key, value]) => [key, plain(value)]))
      : node;

const registered = new Set();
async function registerPlain(topic) {
  const subject = `${topic}-value`;
  if (!registered.has(subject)) {
    const newest = await client.getLatestSchemaMetadata(subject);
    await client.register(subject, { schemaType: 'AVRO', schema: JSON.stringify(plain(JSON.parse(newest.schema))) });
    client.clearLatestCaches();
    registered.add(subject);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const [topic, base64] = line.split(' ');
  const value = await deserializer.deserialize(topic, Buffer.from(base64, 'base64'));
  if (mode === 'foreign') {
    await registerPlain(topic);
  }
  const bytes = await serializer.serialize(topic, value);
  console.log(JSON.stringify({ value, bytes: bytes.toString('base64') }));
}
