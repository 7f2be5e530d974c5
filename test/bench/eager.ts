/** A contestant: the lab's reference cells, nothing fused and nothing compiled. */
import { serve } from "./contestant";
import { referenceTraining } from "./referenceTraining";

void serve({ train: referenceTraining });
