/** Named sequences of batches, with readers that each have a bounded queue of their own. */
package io.millrace.flight.topic;
