import EndpointSliceController
import KubernetesAPI
import Testing

@Suite struct SlicePackingTests {
    private func pods(_ range: Range<Int>) -> [Pod] {
        range.map { index in
            let name = "p" + String(repeating: "0", count: 4 - "\(index)".count) + "\(index)"
            return Cluster.pod(name, ["10.9.\(index / 250).\(index % 250)"])
        }
    }

    private func plan(_ pods: [Pod], existing: [EndpointSlice] = []) -> [EndpointSlice] {
        EndpointSlicePlan.slices(
            for: Cluster.service(), pods: pods, nodes: [], existing: existing)
    }

    @Test(arguments: [(1, [1]), (100, [100]), (101, [100, 1]), (250, [100, 100, 50])])
    func `a slice holds a hundred endpoints`(count: Int, sizes: [Int]) {
        let slices = plan(pods(0..<count))
        #expect(slices.map(\.endpoints.count) == sizes)
        #expect(Set(slices.flatMap(\.podNames)).count == count)
        #expect(Set(slices.map(\.metadata.name)).count == sizes.count)
    }

    @Test func `what is as it should be stays as it is`() {
        let slices = plan(pods(0..<250))
        #expect(plan(pods(0..<250).reversed(), existing: slices.reversed()) == slices)
    }

    @Test func `one pod's change touches one slice`() {
        let old = plan(pods(0..<250))
        var changed = pods(0..<250)
        changed[120].status.conditions = [PodCondition(type: "Ready", status: "False")]
        let new = plan(changed, existing: old)
        #expect(zip(old, new).filter { $0 != $1 }.count == 1)
        #expect(old.map(\.metadata) == new.map(\.metadata))
    }

    @Test func `a new pod fills the slice that has room`() {
        let old = plan(pods(0..<150))
        let new = plan(pods(0..<151), existing: old)
        #expect(new.map(\.endpoints.count) == [100, 51])
        #expect(new[0] == old[0])
    }

    @Test func `a pod that is exchanged leaves its place to the new one`() {
        let old = plan(pods(0..<250))
        let new = plan(pods(1..<251), existing: old)
        #expect(new.map(\.endpoints.count) == [100, 100, 50])
        #expect(new[1] == old[1])
        #expect(new[2] == old[2])
        #expect(new[0].podNames.last == "p0250")
    }

    @Test func `slices that become empty go`() {
        let old = plan(pods(0..<150))
        #expect(
            plan(pods(0..<100), existing: old).map(\.metadata.name)
                == [old[0].metadata.name])
        #expect(plan([], existing: old).map(\.endpoints.count) == [0])
    }

    @Test func `slices of others stay out of it`() {
        var foreign = plan(pods(0..<10))[0]
        foreign.metadata.name = "mine"
        foreign.metadata.labels[EndpointSlice.managedByLabel] = "somebody"
        #expect(plan(pods(0..<10), existing: [foreign]).map(\.metadata.name) == ["web-ipv4-0"])
        foreign.metadata.labels[EndpointSlice.managedByLabel] = EndpointSlicePlan.managedBy
        #expect(plan(pods(0..<10), existing: [foreign]).map(\.metadata.name) == ["mine"])
    }

    @Test func `a Service whose ports change gets slices of the new ports`() {
        let old = plan(pods(0..<3))
        let service = Cluster.service([ServicePort(port: 81)])
        let new = EndpointSlicePlan.slices(
            for: service, pods: pods(0..<3), nodes: [], existing: old)
        #expect(new.map(\.ports) == [[EndpointPort(port: 81)]])
        #expect(new.map(\.podNames) == old.map(\.podNames))
    }
}
