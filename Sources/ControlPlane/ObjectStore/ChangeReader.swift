import Synchronization

/// One reader of a store's changes: its place, and what it has read but not handed out.
package final class ChangeReader: Sendable {
    /// Reads commits after a revision from the store's history, at least one where there is one.
    package typealias History = @Sendable (_ after: Revision) async throws -> [StoreChange]

    private struct State {
        var place: Revision
        var read: ArraySlice<StoreChange> = []
    }

    private let feed: ChangeFeed
    private let prefix: String
    private let history: History
    private let state: Mutex<State>

    /// A reader at a place.
    package init(
        feed: ChangeFeed, prefix: String, after place: Revision, history: @escaping History
    ) {
        self.feed = feed
        self.prefix = prefix
        self.history = history
        self.state = Mutex(State(place: place))
    }

    /// The changes as a stream; whoever stops reading it stops the reader.
    package var stream: AsyncThrowingStream<StoreChange, any Error> {
        AsyncThrowingStream { try await self.next() }
    }

    /// The next commit with something under the prefix; nil when the store is closed or the task
    /// cancelled.
    package func next() async throws -> StoreChange? {
        while !Task.isCancelled {
            let (change, place) = state.withLock { state in
                (take(from: &state), state.place)
            }
            if let change { return change }
            switch feed.look(after: place) {
            case .changes(let changes): keep(changes)
            case .behind: keep(try await history(place)[...])
            case .ahead(let current): throw StoreError.future(current: current)
            case .nothing: await feed.wait(after: place)
            case .closed: return nil
            }
        }
        return nil
    }

    private func take(from state: inout State) -> StoreChange? {
        while let change = state.read.popFirst() {
            state.place = change.revision
            if let found = change.under(prefix) { return found }
        }
        return nil
    }

    private func keep(_ changes: ArraySlice<StoreChange>) {
        state.withLock { $0.read = changes }
    }
}
