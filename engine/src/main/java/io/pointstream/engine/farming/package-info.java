/**
 * Farming detection (DOMAIN 5) as pure functions: a behaviour profile per account, detectors that look at it, links between
 * accounts through what they share, and cases with a score that can be read. State is bounded, whatever an account did
 * before and however many accounts share a device.
 *
 * <p>The way of an event: {@link io.pointstream.engine.farming.Behaviour} (per account) drops what was seen and asks each
 * {@link io.pointstream.engine.farming.Detector} of the {@link io.pointstream.engine.farming.Detectors catalogue}; a detector
 * emits {@link io.pointstream.engine.farming.Finding findings} and {@link io.pointstream.engine.farming.Link links};
 * {@link io.pointstream.engine.farming.LinkBehaviour} (per shared target) turns links into rings and findings about their
 * members; {@link io.pointstream.engine.farming.AccountCase} (per account) gathers findings into signals, a score and a flag.
 */
@NullMarked
package io.pointstream.engine.farming;

import org.jspecify.annotations.NullMarked;
