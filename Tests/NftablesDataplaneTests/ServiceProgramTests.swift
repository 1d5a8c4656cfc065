import NftablesDataplane
import ServiceModel
import Testing

@Suite struct ServiceProgramTests {
    static let picked = EndpointChooser(.random(bits: 3))
    static let stuck = EndpointChooser(
        .random(bits: 1), memory: ClientMemory(seconds: 30, code: 7))
    static let hashed = EndpointChooser(.sourceHash(bits: 10))

    @Test(arguments: [
        (0, 0), (1, 0), (2, 1), (3, 2), (4, 2), (5, 3), (8, 3), (9, 4), (1000, 10), (1024, 10),
        (1025, 11),
    ])
    func `an index has as few bits as the endpoints need`(count: Int, bits: Int) {
        #expect(EndpointChooser.bits(places: count) == bits)
    }

    @Test(arguments: [
        (ServiceProgram.cluster(picked), "cluster-pick-8"),
        (.external(stuck), "external-stick-2-30s"),
        (.shortCircuit(picked, local: hashed), "local-pick-hash-1024-or-pick-8"),
        (.shortCircuit(stuck, local: nil), "local-none-or-stick-2-30s"),
    ])
    func `a program is named after what it does`(program: ServiceProgram, name: String) {
        #expect(program.name == name)
    }

    @Test(arguments: [0, 1, 77, ServiceNumber.portCount - 1], EndpointScope.allCases)
    func `a number holds port, scope and code`(port: UInt32, scope: EndpointScope) {
        let number = ServiceNumber(port: port, scope, code: 4095)
        #expect(number.isSigned)
        #expect(number.port == port)
        #expect(number.scope == scope)
        #expect(number.code == 4095)
        #expect(ServiceNumber(rawValue: number.rawValue) == number)
    }

    @Test func `numbers that were given back come last`() {
        var numbers = PortNumbers()
        let first = numbers.take()
        let kept = [numbers.adopt(1), numbers.adopt(1), numbers.adopt(ServiceNumber.portCount)]
        let second = numbers.take()
        numbers.release(0)
        let third = numbers.take()
        #expect([first, second, third] == [0, 2, 3])
        #expect(kept == [true, false, false])
    }

    @Test func `every number can be taken, and no more`() {
        var numbers = PortNumbers()
        for _ in 0..<ServiceNumber.portCount { _ = numbers.take() }
        let none = numbers.take()
        numbers.release(5)
        let free = numbers.take()
        #expect(none == nil)
        #expect(free == 5)
    }
}
