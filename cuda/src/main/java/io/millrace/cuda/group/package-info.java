/** Groups by key and their aggregates, resident on the device. */
package io.millrace.cuda.group;
