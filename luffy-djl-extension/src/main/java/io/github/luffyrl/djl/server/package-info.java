/**
 * Rollouts and demonstrations from inference servers that speak OpenAI's API: vLLM, SGLang,
 * llama.cpp and others. Needs resilience4j-retry, which a program that uses this package adds. May
 * import {@code generation}, {@code internal}, {@code problem} and {@code text}.
 */
@NullMarked
package io.github.luffyrl.djl.server;

import org.jspecify.annotations.NullMarked;
