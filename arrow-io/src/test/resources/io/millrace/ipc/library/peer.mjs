// The JavaScript library as a peer of the IPC reader and writer.
//
// peer.mjs write FOLDER   writes IPC files and streams, and beside each its values as text
// peer.mjs read FOLDER    reads every IPC file and stream there, and writes beside each its values as text
//
// The text has one line a column: its name, then one word a value: its bytes in hexadecimal,
// little-endian, or null.

import fs from "node:fs";
import path from "node:path";
import * as arrow from "apache-arrow";

const WORDS = ["", "a", "stream", "Mühle", "水車", "🌊 wave", "a longer text that no one reads"];

const TYPES = {
  bool: new arrow.Bool(),
  int8: new arrow.Int8(), int16: new arrow.Int16(), int32: new arrow.Int32(), int64: new arrow.Int64(),
  uint8: new arrow.Uint8(), uint16: new arrow.Uint16(), uint32: new arrow.Uint32(), uint64: new arrow.Uint64(),
  float32: new arrow.Float32(), float64: new arrow.Float64(),
  utf8: new arrow.Utf8(), large_utf8: new arrow.LargeUtf8(),
  binary: new arrow.Binary(), large_binary: new arrow.LargeBinary(),
  date32: new arrow.DateDay(), date64: new arrow.DateMillisecond(),
  ts_s: new arrow.TimestampSecond(), ts_ms: new arrow.TimestampMillisecond("UTC"),
  ts_us: new arrow.TimestampMicrosecond(), ts_ns: new arrow.TimestampNanosecond("Europe/Zurich"),
  duration: new arrow.DurationMillisecond(),
};

// A small generator of its own, so that every run writes the same.
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const isBytes = (type) =>
  arrow.DataType.isUtf8(type) || arrow.DataType.isLargeUtf8(type) ||
  arrow.DataType.isBinary(type) || arrow.DataType.isLargeBinary(type);
const isLarge = (type) => arrow.DataType.isLargeUtf8(type) || arrow.DataType.isLargeBinary(type);
const isText = (type) => arrow.DataType.isUtf8(type) || arrow.DataType.isLargeUtf8(type);

function bitmap(bits) {
  const bytes = new Uint8Array(((bits.length + 63) >> 6) << 3);
  bits.forEach((bit, i) => { if (bit) bytes[i >> 3] |= 1 << (i & 7); });
  return bytes;
}

// Random values in Arrow's own layout.
function column(random, type, rows, nulls) {
  const valid = Array.from({ length: rows }, () => random() >= nulls);
  const nullCount = valid.filter((v) => !v).length;
  const common = { type, length: rows, nullCount, nullBitmap: nullCount ? bitmap(valid) : undefined };
  if (arrow.DataType.isBool(type)) {
    return arrow.makeData({ ...common, data: bitmap(valid.map(() => random() < 0.5)) });
  }
  if (isBytes(type)) {
    const values = valid.map((v) =>
      !v ? new Uint8Array(0)
        : isText(type) ? new TextEncoder().encode(WORDS[Math.floor(random() * WORDS.length)])
          : Uint8Array.from({ length: Math.floor(random() * 20) }, () => random() * 256));
    const offsets = [0];
    values.forEach((v) => offsets.push(offsets[offsets.length - 1] + v.length));
    const valueOffsets = isLarge(type) ? BigInt64Array.from(offsets.map(BigInt)) : Int32Array.from(offsets);
    return arrow.makeData({ ...common, valueOffsets, data: Buffer.concat(values) });
  }
  const data = new type.ArrayType(rows);
  if (arrow.DataType.isFloat(type)) {
    const choices = [0, -0, 1.5, Infinity];
    data.forEach((_, i) => { data[i] = random() < 0.5 ? choices[Math.floor(random() * 4)] : random() * 2e6 - 1e6; });
  } else {
    const bytes = new Uint8Array(data.buffer);
    bytes.forEach((_, i) => { bytes[i] = random() * 256; });
  }
  return arrow.makeData({ ...common, data });
}

function batch(seed, rows, nulls, names = Object.keys(TYPES)) {
  const random = randomNumbers(seed);
  const fields = names.map((name) => new arrow.Field(name, TYPES[name], true));
  const children = names.map((name) => column(random, TYPES[name], rows, nulls));
  const schema = new arrow.Schema(fields);
  const data = arrow.makeData({ type: new arrow.Struct(fields), length: rows, nullCount: 0, children });
  return new arrow.RecordBatch(schema, data);
}

function encoded(rows) {
  const random = randomNumbers(rows);
  const values = arrow.vectorFromArray(["red", "green", "Mühle", ""], new arrow.Utf8());
  const type = new arrow.Dictionary(values.type, new arrow.Int16(), 7);
  const valid = Array.from({ length: rows }, () => random() >= 0.2);
  const indices = arrow.makeData({
    type, length: rows, nullCount: valid.filter((v) => !v).length, nullBitmap: bitmap(valid),
    data: Int16Array.from({ length: rows }, () => Math.floor(random() * 4)), dictionary: values,
  });
  return new arrow.Table({ colour: new arrow.Vector([indices]) });
}

const hex = (bytes) => Buffer.from(bytes).toString("hex") || "-";

function word(data, row) {
  const at = data.offset + row;
  if (data.nullCount > 0 && !(data.nullBitmap[at >> 3] >> (at & 7) & 1)) {
    return "null";
  }
  if (arrow.DataType.isDictionary(data.type)) {
    const index = data.values[row];
    let left = Number(index);
    for (const chunk of data.dictionary.data) {
      if (left < chunk.length) return word(chunk, left);
      left -= chunk.length;
    }
  }
  if (arrow.DataType.isBool(data.type)) {
    return data.values[at >> 3] >> (at & 7) & 1 ? "01" : "00";
  }
  if (isBytes(data.type)) {
    return hex(data.values.subarray(Number(data.valueOffsets[row]), Number(data.valueOffsets[row + 1])));
  }
  const width = data.values.BYTES_PER_ELEMENT * (data.stride || 1);
  return hex(new Uint8Array(data.values.buffer, data.values.byteOffset + row * width, width));
}

function text(batches, schema) {
  if (batches.length === 0) {
    return "\n";
  }
  return schema.fields.map((field, i) => {
    const words = batches.flatMap((b) => {
      const data = b.data.children[i];
      return Array.from({ length: b.numRows }, (_, row) => word(data, row));
    });
    return [field.name, ...words].join(" ") + "\n";
  }).join("");
}

function write(folder, name, batches, schema) {
  for (const form of ["file", "stream"]) {
    const writer = form === "file" ? new arrow.RecordBatchFileWriter() : new arrow.RecordBatchStreamWriter();
    writer.reset(undefined, schema);
    batches.forEach((b) => writer.write(b));
    writer.finish();
    fs.writeFileSync(path.join(folder, `${form}_${name}.arrow`), writer.toUint8Array(true));
    fs.writeFileSync(path.join(folder, `${form}_${name}.txt`), text(batches, schema));
  }
}

function writeAll(folder) {
  const of = (name, ...batches) => write(folder, name, batches, batches[0].schema);
  of("all_types", batch(1, 1000, 0.3));
  of("batches", batch(2, 77, 0.3), batch(3, 0, 0), batch(4, 200, 0.3));
  of("no_nulls", batch(5, 100, 0));
  of("all_null", batch(6, 100, 1));
  of("empty", batch(7, 0, 0));
  of("one_column", batch(8, 10, 0.5, ["utf8"]));
  const table = encoded(300);
  write(folder, "encoded", table.batches, table.schema);
}

function readAll(folder) {
  for (const name of fs.readdirSync(folder).filter((n) => n.endsWith(".arrow"))) {
    const file = path.join(folder, name);
    const reader = arrow.RecordBatchReader.from(fs.readFileSync(file)).open();
    const { schema } = reader;
    fs.writeFileSync(file.replace(".arrow", ".txt"), text([...reader], schema));
  }
}

({ write: writeAll, read: readAll })[process.argv[2]](process.argv[3]);
