import ServiceProxyTesting
import Testing

@Suite struct PacketBedTests {
    @Test func `a bed has a namespace for its node`() throws {
        let bed = try PacketBed()
        #expect(bed.node.descriptor >= 0)
    }
}
