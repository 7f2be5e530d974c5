/** A program of its own (see provenance.ts): says as JSON what the notebooks compute with. */
import { versions } from "../core/versions";

process.stdout.write(JSON.stringify(versions()));
