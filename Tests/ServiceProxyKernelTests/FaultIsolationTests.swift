import ServiceProxy
import Testing

@Suite struct FaultIsolationTests {
    struct Refusal: Error {}
    struct Outage: Error {}

    /// Applies what holds none of the bad ones, and counts the attempts.
    final class Kernel {
        var applied: [Int] = []
        var attempts = 0
        let bad: Set<Int>

        init(bad: Set<Int>) { self.bad = bad }

        func apply(_ items: [Int]) throws {
            attempts += 1
            guard bad.isDisjoint(with: items) else { throw Refusal() }
            applied += items
        }
    }

    @Test(arguments: [[], [0], [999], [500], [0, 999], [3, 4, 5], Array(0..<1000)])
    func `what is at fault is found, and everything else is applied once`(bad: [Int]) throws {
        let kernel = Kernel(bad: Set(bad))
        let found = try FaultIsolation.apply(Array(0..<1000)) {
            try kernel.apply($0)
        } isRefusal: {
            $0 is Refusal
        }
        #expect(found.map(\.item) == bad)
        #expect(kernel.applied == (0..<1000).filter { !bad.contains($0) })
    }

    @Test func `one at fault costs some twenty attempts among a thousand`() throws {
        let kernel = Kernel(bad: [617])
        _ = try FaultIsolation.apply(Array(0..<1000)) {
            try kernel.apply($0)
        } isRefusal: {
            $0 is Refusal
        }
        #expect(kernel.attempts <= 21)
    }

    @Test func `an error that is no refusal ends everything`() {
        #expect(throws: Outage.self) {
            try FaultIsolation.apply([1, 2, 3]) { _ in
                throw Outage()
            } isRefusal: {
                $0 is Refusal
            }
        }
    }

    @Test func `repairs come at once while they are rare, and once a second in the long run`() {
        var budget = RepairBudget()
        let second: UInt64 = 1_000_000_000
        for _ in 0..<20 { #expect(budget.take(now: second) == nil) }
        #expect(budget.take(now: second) == .seconds(1))
        #expect(budget.take(now: 3 * second) == nil)
        for _ in 0..<20 { #expect(budget.take(now: 100 * second) == nil) }
    }
}
