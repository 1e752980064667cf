// What can be read of what was dropped: files, and folders down to their last one.
export const readable = /\.(txt|text|md|html?|xml|rss|atom|jsonl|ndjson|json)$/i;

interface Entry {
  isFile: boolean;
  isDirectory: boolean;
  file?: (done: (file: File) => void, failed: (error: unknown) => void) => void;
  createReader?: () => { readEntries: (done: (entries: Entry[]) => void, failed: (error: unknown) => void) => void };
}

async function walk(entry: Entry, out: File[]): Promise<void> {
  if (entry.isFile && entry.file) {
    out.push(await new Promise<File>((done, failed) => entry.file!(done, failed)));
  } else if (entry.isDirectory && entry.createReader) {
    const reader = entry.createReader();
    for (;;) {
      // A reader gives some entries at a time, and none when it is through.
      const some = await new Promise<Entry[]>((done, failed) => reader.readEntries(done, failed));
      if (!some.length) break;
      for (const one of some) await walk(one, out);
    }
  }
}

export async function dropped(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].flatMap((item) => {
    const entry = item.kind === "file" ? (item.webkitGetAsEntry() as unknown as Entry | null) : null;
    return entry ? [entry] : [];
  });
  const out: File[] = [];
  for (const entry of entries) await walk(entry, out);
  return out.length ? out : [...data.files];
}

export function chosen(files: File[], most: number): { taken: File[]; skipped: string[] } {
  const taken: File[] = [];
  const skipped: string[] = [];
  let size = 0;
  for (const file of files) {
    if (!readable.test(file.name)) skipped.push(`${file.name}: not an article, a feed or JSON Lines`);
    else if (size + file.size > most) skipped.push(`${file.name}: too much for one go`);
    else {
      taken.push(file);
      size += file.size;
    }
  }
  return { taken, skipped };
}
