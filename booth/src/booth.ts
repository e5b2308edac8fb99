/** The booth's one script: in a page it is the page, in a worker it seals. */

import { openBooth } from "./page/booth_page.ts";
import { beAWorker } from "./sealing_worker.ts";

if (typeof document === "undefined") beAWorker(self as unknown as DedicatedWorkerGlobalScope);
else void openBooth((document.currentScript as HTMLScriptElement).src);
