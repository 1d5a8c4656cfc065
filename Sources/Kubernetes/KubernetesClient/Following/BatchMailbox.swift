import KubernetesAPI
import Synchronization

/// Hands batches from who follows to one consumer, merging what waits.
package final class BatchMailbox: Sendable {
    private struct State {
        var waiting: ObjectBatch?
        var consumer: CheckedContinuation<ObjectBatch?, any Error>?
        var isFinished = false
        var fault: (any Error)?
    }

    private let state = Mutex(State())

    package init() {}

    /// Whether nothing more will be put in.
    package var isFinished: Bool { state.withLock { $0.isFinished } }

    /// Leaves a batch for the consumer.
    package func put(_ batch: ObjectBatch) {
        let consumer = state.withLock { state in
            if let consumer = state.consumer {
                state.consumer = nil
                return Optional(consumer)
            }
            state.waiting = state.waiting.map { BatchMailbox.merged($0, batch) } ?? batch
            return nil
        }
        consumer?.resume(returning: batch)
    }

    /// Ends the stream after what still waits.
    package func finish(_ fault: (any Error)?) {
        let consumer = state.withLock { state in
            state.isFinished = true
            guard let consumer = state.consumer else {
                state.fault = fault
                return CheckedContinuation<ObjectBatch?, any Error>?.none
            }
            state.consumer = nil
            return consumer
        }
        if let fault {
            consumer?.resume(throwing: fault)
        } else {
            consumer?.resume(returning: nil)
        }
    }

    /// The next batch; nil at the end, or when the calling task is cancelled.
    package func next() async throws -> ObjectBatch? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<ObjectBatch?, any Error>? = state.withLock { state in
                    if let batch = state.waiting {
                        state.waiting = nil
                        return .success(batch)
                    }
                    if let fault = state.fault {
                        state.fault = nil
                        return .failure(fault)
                    }
                    // One consumer only: a second one finds the place taken and ends.
                    if state.isFinished || Task.isCancelled || state.consumer != nil {
                        return .success(nil)
                    }
                    state.consumer = continuation
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let consumer = state.withLock { state in
                defer { state.consumer = nil }
                return state.consumer
            }
            consumer?.resume(returning: nil)
        }
    }

    /// Both batches as one: of events for the same object the later one counts.
    private static func merged(_ old: ObjectBatch, _ new: ObjectBatch) -> ObjectBatch {
        let changed = Set(new.events.map(\.key))
        return ObjectBatch(
            events: old.events.filter { !changed.contains($0.key) } + new.events,
            isInitialListComplete: old.isInitialListComplete || new.isInitialListComplete,
            problem: new.problem, rejected: old.rejected + new.rejected)
    }
}
