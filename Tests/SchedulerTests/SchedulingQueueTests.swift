import JSON
import Scheduler
import SchedulingModel
import SchedulingPlugins
import Testing

@Suite struct SchedulingQueueTests {
    private let start = ContinuousClock.now

    private func queue() -> SchedulingQueue {
        SchedulingQueue(firstBackoff: .seconds(1), longestBackoff: .seconds(10))
    }

    private func pod(_ name: String, priority: Int = 0, _ spec: JSON = [:]) throws -> PodInfo {
        var spec = spec
        spec["priority"] = .int(priority)
        let pod: JSON = [
            "metadata": [
                "name": .string(name), "namespace": "default", "uid": .string(name),
            ], "spec": spec,
        ]
        return PodInfo(try JSONDocument(parsing: pod.serialized()).root)
    }

    private func node(cpu: String) throws -> NodeView {
        let node: JSON = [
            "metadata": ["name": "n"],
            "status": ["allocatable": ["cpu": .string(cpu), "memory": "8Gi", "pods": "10"]],
        ]
        return NodeView(try JSONDocument(parsing: node.serialized()).root)
    }

    private func take(
        _ queue: inout SchedulingQueue, _ now: ContinuousClock.Instant
    ) throws -> QueuedPod {
        let next = queue.next(now: now)
        return try #require(next)
    }

    @Test func `higher priorities come first, then who came first`() throws {
        var queue = queue()
        for (name, priority) in [("a", 0), ("b", 5), ("c", 0), ("d", 5)] {
            queue.update(try pod(name, priority: priority), now: start)
        }
        var order: [String] = []
        while let next = queue.next(now: start) { order.append(next.pod.name) }
        #expect(order == ["b", "d", "a", "c"])
    }

    @Test func `pauses double up to the longest`() throws {
        var queue = queue()
        queue.update(try pod("a"), now: start)
        var now = start
        for seconds in [1, 2, 4, 8, 10, 10] {
            let taken = try take(&queue, now)
            queue.retry(taken, now: now)
            let found1 = queue.next(now: now + .seconds(seconds) - .milliseconds(1))
            #expect(found1 == nil)
            let found2 = queue.nextDue()
            #expect(found2 == now + .seconds(seconds))
            now += .seconds(seconds)
        }
    }

    @Test func `a parked pod waits for an event that may help its refuser`() throws {
        var queue = queue()
        let asks: JSON = ["containers": [["resources": ["requests": ["cpu": "2"]]]]]
        queue.update(try pod("a", asks), now: start)
        let taken = try take(&queue, start)
        queue.park(taken, refusedBy: ["NodeResourcesFit"], now: start)
        let later = start + .seconds(20)
        queue.note(.nodeAdded(try node(cpu: "1")), now: later)
        let found3 = queue.next(now: later)
        #expect(found3 == nil)
        queue.note(.namespacesChanged, now: later)
        let found4 = queue.next(now: later)
        #expect(found4 == nil)
        queue.note(.nodeAdded(try node(cpu: "4")), now: later)
        let found5 = queue.next(now: later)
        #expect(found5?.pod.name == "a")
    }

    @Test func `a pod is woken into its pause, not past it`() throws {
        var queue = queue()
        queue.update(try pod("a"), now: start)
        let taken = try take(&queue, start)
        queue.park(taken, refusedBy: [], now: start)
        queue.note(.volumesChanged, now: start)
        let found6 = queue.next(now: start)
        #expect(found6 == nil)
        let found7 = queue.next(now: start + .seconds(1))
        #expect(found7?.attempts == 2)
    }

    @Test func `gates hold a pod until the last is gone`() throws {
        var queue = queue()
        queue.update(try pod("a", ["schedulingGates": [["name": "x"]]]), now: start)
        let found8 = queue.next(now: start)
        #expect(found8 == nil)
        queue.update(try pod("a"), now: start)
        let found9 = queue.next(now: start)
        #expect(found9?.pod.name == "a")
    }

    @Test func `what waits longest is looked at again whatever happened`() throws {
        var queue = queue()
        queue.update(try pod("a"), now: start)
        let taken = try take(&queue, start)
        queue.park(taken, refusedBy: ["NodeAffinity"], now: start)
        let later = start + .seconds(400)
        queue.wakeOld(since: later - .seconds(300), now: later)
        let found10 = queue.next(now: later)
        #expect(found10?.pod.name == "a")
        queue.remove(uid: "a")
        #expect(queue.count == 0)
    }
}
