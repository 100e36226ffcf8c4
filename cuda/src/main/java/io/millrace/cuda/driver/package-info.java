/**
 * CUDA's driver API as the backend uses it: the only package that touches JCuda. Each return code
 * is checked; what fails is a {@link io.millrace.error.DeviceException}, which tells whether the
 * device goes on, or an {@link io.millrace.error.InternalException} where the call itself was
 * wrong.
 */
package io.millrace.cuda.driver;
