/** What the tools page offers: each task has fields, and gives a sentence and files to keep. */

import { checkOpened, type Finding, type OpenedBallot } from "../ballot/opened.ts";
import { randomBelow } from "../coins.ts";
import { NotOffered, readElection } from "../election.ts";
import { groupNamed, NAMES } from "../groups/named.ts";
import { chosen } from "../page/choosing.ts";
import { en } from "../words/en.ts";
import { makeCodes, readElectors } from "./codes.ts";
import { decrypt, makeKey } from "./trustee.ts";

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly kind: "text" | "lines" | "file" | "group";
}

export interface Kept {
  readonly name: string;
  readonly content: string;
  /** Whether the file must never be given to anybody. */
  readonly secret: boolean;
}

export interface Outcome {
  readonly says: readonly string[];
  readonly files: readonly Kept[];
}

/** What was entered: text, or the bytes of a file. */
export type Entered = Readonly<Record<string, string | Uint8Array>>;

export interface Task {
  readonly id: string;
  readonly title: string;
  readonly intro: string;
  readonly fields: readonly Field[];
  readonly go: string;
  /** Throws a RangeError or NotOffered whose message is for a person. */
  run(entered: Entered): Outcome;
}

const group: Field = { name: "group", label: "Group", hint: "The same for everybody in one election. Ed25519 unless you were told otherwise.", kind: "group" };
const groupOf = (entered: Entered) => groupNamed(String(entered.group)) ?? groupNamed(NAMES[0]!)!;
const text = (bytes: string | Uint8Array): string => (typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes));

const opened: Task = {
  id: "opened",
  title: "Check an opened vote",
  intro: "For a voter who tested a booth, on another device than the one that sealed the vote.",
  fields: [
    { name: "election", label: "election.json", hint: "The ballot paper, from the booth’s page or the election’s.", kind: "file" },
    { name: "file", label: "The opened vote", hint: "The file that the booth gave.", kind: "file" },
  ],
  go: "Check it",
  run: (entered) => {
    const election = readElection(entered.election as Uint8Array);
    let read: OpenedBallot;
    try {
      read = JSON.parse(text(entered.file!)) as OpenedBallot;
    } catch {
      throw new RangeError(en["opened.unreadable"]);
    }
    const ours = read.type === "hustings-opened-ballot" && read.version === 1;
    const finding: Finding = ours ? checkOpened(election, read) : "unreadable";
    if (finding !== "holds") throw new RangeError(en[`opened.${finding}`]);
    const choices = election.questions.map((question, i) => {
      const what = chosen(question, read.choices[i]!);
      return `${question.question} ${typeof what === "string" ? (what === "blank" ? en["check.blank"] : en["check.none"]) : what.join(", ")}`;
    });
    const seal = `Seal: ${read.seal}`;
    return { says: [en["opened.holds"], seal, ...choices, en["opened.holds.compare"]], files: [] };
  },
};

const codes: Task = {
  id: "codes",
  title: "Make codes",
  intro: "For the scrutineer: a private code for each elector, and the list of public credentials for the server. The codes go into letters or messages of your own, never through the organisation’s mail.",
  fields: [
    { name: "uuid", label: "Number of the election", hint: "As the election’s page gives it: at least 14 letters and digits.", kind: "text" },
    group,
    { name: "electors", label: "Electors", hint: "One a line: a number or name of your own list, perhaps a comma and a weight. It is not sent anywhere. This page makes no spare codes; “hustings credentials” makes some of each weight.", kind: "lines" },
  ],
  go: "Make the codes",
  run: (entered) => {
    const electors = readElectors(String(entered.electors));
    const made = makeCodes(String(entered.uuid).trim(), groupOf(entered), electors, randomBelow);
    const says = [`${electors.length === 1 ? "One code" : `${electors.length} codes`} made. Keep the files: a code that is lost is sent again from codes.csv, never made again. The two that are not secret go to the returning officer.`];
    const letters = { name: "codes.csv", content: made.letters, secret: true };
    const listed = { name: "credentials.json", content: made.publicCredentials, secret: false };
    return { says, files: [letters, listed, { name: "declared.json", content: made.declaration, secret: false }] };
  },
};

const key: Task = {
  id: "key",
  title: "Make a trustee’s key",
  intro: "For one trustee whose share will be needed: without the private key the result can never be opened. Where some trustees may be missing, use “hustings trustee” and its ceremony instead.",
  fields: [group],
  go: "Make a key",
  run: (entered) => {
    const made = makeKey(groupOf(entered), randomBelow);
    const says = [`Key ${made.id} made. The private key is not encrypted: keep it, and a copy, where only you can get at it.`];
    const secret = { name: `${made.id}.privkey`, content: made.privateKey, secret: true };
    return { says, files: [secret, { name: `${made.id}.pubkey`, content: `${made.publicKey}\n`, secret: false }] };
  },
};

const decryption: Task = {
  id: "decrypt",
  title: "Decrypt the result",
  intro: "For a trustee, after the close. First run “hustings verify” or belenios-tool on the same file, and compare its last event with the witnesses’: this page decrypts the tally, and leaves it to them to say that the tally is right.",
  fields: [
    { name: "archive", label: "The election’s archive (.bel)", hint: "The file that you verified.", kind: "file" },
    { name: "verified", label: "Last event", hint: "64 letters and digits, as “hustings verify” printed them.", kind: "text" },
    { name: "key", label: "Your private key (.privkey)", hint: "It stays on this device.", kind: "file" },
  ],
  go: "Decrypt",
  run: (entered) => {
    const { uuid, lines, proof } = decrypt(entered.archive as Uint8Array, String(entered.verified), text(entered.key!), randomBelow);
    const says = [
      "Your share is made. Give both files to whoever adds your share to the archive; they are not secret.",
      "The second proves that you changed no vote. It goes beside the archive, and is handed in with it.",
    ];
    const share = { name: "partial-decryption.jsons", content: lines, secret: false };
    return { says, files: [share, { name: `${uuid}.factors.jsonl`, content: proof, secret: false }] };
  },
};

export const TASKS: readonly Task[] = [opened, codes, key, decryption];

/** The sentence of a problem that was foreseen; others are a fault of the page and are thrown on. */
export function sentenceOf(problem: unknown): string {
  if (problem instanceof NotOffered) return `This election cannot be read here: ${problem.message}.`;
  if (problem instanceof RangeError || problem instanceof SyntaxError) return problem.message;
  throw problem;
}
