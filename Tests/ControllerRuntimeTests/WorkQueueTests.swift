import ControllerRuntime
import Synchronization
import Testing

/// Keys come once, to one at a time.
@Suite struct WorkQueueTests {
    @Test func `A key that waits is there once`() async {
        let queue = WorkQueue<String>()
        for key in ["a", "b", "a"] { queue.add(key) }
        #expect(queue.count == 2)
        #expect(await queue.next() == "a")
        #expect(await queue.next() == "b")
        #expect(queue.count == 0)
    }

    @Test func `A key that is worked on comes again once that is done`() async {
        let queue = WorkQueue<String>()
        queue.add("a")
        _ = await queue.next()
        queue.add("a")
        queue.add("a")
        #expect(queue.count == 0)
        queue.done("a")
        #expect(await queue.next() == "a")
        queue.done("a")
        #expect(queue.count == 0)
    }

    @Test func `Failures wait longer and longer, and are forgotten`() {
        let queue = WorkQueue<String>(firstPause: .seconds(3600))
        for _ in 0..<3 { queue.retry("a") }
        #expect(queue.failures(of: "a") == 3)
        queue.forget("a")
        #expect(queue.failures(of: "a") == 0)
        // It waits for its time.
        #expect(queue.count == 0)
    }

    @Test func `Who waits gets nothing when cancelled, and the key goes to another`() async {
        let queue = WorkQueue<String>()
        let waiting = Task { await queue.next() }
        waiting.cancel()
        #expect(await waiting.value == nil)
        queue.add("a")
        #expect(await queue.next() == "a")
    }

    /// Who works on what.
    final class Desk: Sendable {
        private struct State {
            var working: Set<Int> = []
            var done: Set<Int> = []
            var clashes = 0
        }

        private let state = Mutex(State())

        var clashes: Int { state.withLock { $0.clashes } }
        var done: Int { state.withLock { $0.done.count } }
        var isIdle: Bool { state.withLock { $0.working.isEmpty } }

        func work(on key: Int) async {
            state.withLock { state in
                if !state.working.insert(key).inserted { state.clashes += 1 }
            }
            await Task.yield()
            state.withLock { state in
                state.working.remove(key)
                state.done.insert(key)
            }
        }
    }

    @Test func `No key is with two workers, and none is lost`() async {
        let queue = WorkQueue<Int>()
        let desk = Desk()
        let workers = (0..<8).map { _ in
            Task {
                while let key = await queue.next() {
                    await desk.work(on: key)
                    queue.done(key)
                }
            }
        }
        for round in 0..<50 {
            for key in 0..<100 {
                queue.add(key, after: round % 5 == 0 ? .milliseconds(1) : .zero)
            }
            await Task.yield()
        }
        let end = ContinuousClock.now + .seconds(60)
        while desk.done < 100 || !desk.isIdle || queue.count > 0 {
            if ContinuousClock.now > end { break }
            try? await Task.sleep(for: .milliseconds(1))
        }
        for worker in workers { worker.cancel() }
        #expect(desk.done == 100)
        #expect(desk.clashes == 0)
    }
}
