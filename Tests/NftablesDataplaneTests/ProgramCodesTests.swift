import NftablesDataplane
import ServiceModel
import Testing

@Suite struct ProgramCodesTests {
    func stick(_ seconds: Int, _ codes: inout ProgramCodes) -> ServiceProgram? {
        codes.memory(seconds: seconds).map {
            .cluster(EndpointChooser(.random(bits: 0), memory: $0))
        }
    }

    @Test func `codes of the kernel are kept, and new ones keep clear of them`() {
        let plain = ServiceProgram.cluster(EndpointChooser(.random(bits: 0)))
        var codes = ProgramCodes(
            programs: ["cluster-pick-1": 9, "external-pick-1": 1], memories: ["remember-30s": 4])
        #expect(codes.code(of: plain) == 9)
        #expect(codes.code(of: plain) == 9)
        #expect(codes.code(of: .cluster(EndpointChooser(.random(bits: 1)))) == 2)
        #expect(codes.memory(seconds: 30)?.code == 4)
        #expect(codes.memory(seconds: 60)?.code == 1)
        #expect(codes.takeAdded().count == 4)
        #expect(codes.takeAdded().isEmpty)
    }

    @Test func `distinct timeouts can run out of codes, and what has no memory never does`() {
        var codes = ProgramCodes()
        for seconds in 1...3072 {
            let program = stick(seconds, &codes)
            #expect(program.flatMap { codes.code(of: $0) } != nil)
        }
        #expect(stick(4000, &codes).flatMap { codes.code(of: $0) } == nil)
        for bits in 0...EndpointChooser.maximumBits {
            let chooser = EndpointChooser(.random(bits: bits))
            #expect(codes.code(of: .cluster(chooser)) != nil)
            #expect(codes.code(of: .external(chooser)) != nil)
        }
    }

    @Test func `a timeout too many is not remembered until another one goes`() {
        var state = TableState(family: .ipv4)
        func sticks(_ number: Int, after gone: Int? = nil) -> Bool {
            var changes = ElementChanges()
            if let gone {
                state.update(
                    ServiceTable.Change(name: Plans.name(gone), old: nil, plan: nil),
                    into: &changes)
            }
            let plan = Plans.plan(number, endpoints: [1], affinity: number)
            state.update(
                ServiceTable.Change(name: plan.name, old: nil, plan: plan), into: &changes)
            _ = state.settleCodes(into: &changes)
            return state.ports[plan.name]?.memory != nil
        }
        for seconds in 1...3072 { #expect(sticks(seconds)) }
        #expect(!sticks(4000))
        #expect(sticks(5000, after: 7))
        #expect(!sticks(6000))
    }
}
