import GarbageCollector
import Testing

@Suite struct OwnerVerdictTests {
    private func verdict(
        _ owners: [String: OwnerState], finalizers: [String] = [], dependents: Bool = false,
        waiting: Bool = false
    ) -> OwnerVerdict {
        OwnerVerdict(
            owners: owners, finalizers: finalizers, hasDependents: dependents,
            hasWaitingDependents: waiting)
    }

    @Test func `what has an owner stays, without those that are gone`() {
        #expect(verdict([:]) == .keep)
        #expect(verdict(["a": .solid]) == .keep)
        #expect(verdict(["a": .solid, "b": .absent]) == .release(owners: ["b"]))
        #expect(
            verdict(["a": .solid, "b": .absent, "c": .waiting]) == .release(owners: ["b", "c"]))
    }

    @Test func `what has none goes, as its finalizers say`() {
        #expect(
            verdict(["a": .absent]) == .delete(propagation: "Background", unblocks: false))
        #expect(
            verdict(["a": .absent], finalizers: ["orphan"])
                == .delete(propagation: "Orphan", unblocks: false))
        #expect(
            verdict(["a": .absent], finalizers: ["foregroundDeletion"])
                == .delete(propagation: "Foreground", unblocks: false))
    }

    @Test func `an owner that waits passes the waiting on, and circles are opened`() {
        #expect(
            verdict(["a": .waiting]) == .delete(propagation: "Background", unblocks: false))
        #expect(
            verdict(["a": .waiting], dependents: true)
                == .delete(propagation: "Foreground", unblocks: false))
        #expect(
            verdict(["a": .waiting], dependents: true, waiting: true)
                == .delete(propagation: "Foreground", unblocks: true))
    }
}
