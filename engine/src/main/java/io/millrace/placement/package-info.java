/**
 * Which backend runs a query's operators, from batch to batch: a cost model that is calibrated and
 * then corrected, state that moves along, and what happens when a device fails.
 */
package io.millrace.placement;
