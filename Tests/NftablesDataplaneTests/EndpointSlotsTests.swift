import NetworkAddress
import NftablesDataplane
import Testing

@Suite struct EndpointSlotsTests {
    func slots(_ hosts: Int...) -> EndpointSlots {
        var slots = EndpointSlots()
        slots.update(to: hosts.map(Plans.endpoint))
        return slots
    }

    @Test func `the last one takes the place of one that goes`() {
        var four = slots(1, 2, 3, 4)
        four.update(to: [1, 3, 4].map(Plans.endpoint))
        #expect(four.endpoints == [1, 4, 3].map(Plans.endpoint))
    }

    @Test func `a new one comes last`() {
        var two = slots(2, 3)
        two.update(to: [1, 2, 3].map(Plans.endpoint))
        #expect(two.endpoints == [2, 3, 1].map(Plans.endpoint))
    }

    @Test func `one that replaces another moves nobody else`() {
        var three = slots(1, 2, 3)
        three.update(to: [1, 2, 9].map(Plans.endpoint))
        #expect(three.endpoints == [1, 2, 9].map(Plans.endpoint))
    }

    @Test func `what stands in the kernel keeps its index where it can`() {
        let found = [0: 7, 1: 2, 2: 5, 5: 1].mapValues(Plans.endpoint)
        let slots = EndpointSlots(found: found, wanted: [1, 2, 3].map(Plans.endpoint))
        #expect(slots.endpoints == [1, 2, 3].map(Plans.endpoint))
        let same = EndpointSlots(
            found: [0: 3, 1: 1, 2: 2].mapValues(Plans.endpoint),
            wanted: [1, 2, 3].map(Plans.endpoint))
        #expect(same.endpoints == [3, 1, 2].map(Plans.endpoint))
    }

    @Test func `doubles and strangers in the kernel leave no hole`() {
        let found = [0: 1, 1: 1, 2: 9].mapValues(Plans.endpoint)
        let slots = EndpointSlots(found: found, wanted: [1, 2, 3].map(Plans.endpoint))
        #expect(Set(slots.endpoints) == Set([1, 2, 3].map(Plans.endpoint)))
        #expect(slots.endpoints.first == Plans.endpoint(1))
    }

    @Test func `an endpoint of a larger weight has several places, and keeps them`() {
        var weighted = slots(1, 2, 2, 2, 3)
        weighted.update(to: [2, 2, 3].map(Plans.endpoint))
        #expect(weighted.endpoints == [3, 2, 2].map(Plans.endpoint))
        weighted.update(to: [1, 2, 2, 3, 3].map(Plans.endpoint))
        #expect(weighted.endpoints == [3, 2, 2, 1, 3].map(Plans.endpoint))
    }

    @Test func `doubles in the kernel are kept as far as the weight goes`() {
        let found = [0: 1, 1: 1, 2: 1, 3: 2].mapValues(Plans.endpoint)
        let slots = EndpointSlots(found: found, wanted: [1, 1, 2, 2].map(Plans.endpoint))
        #expect(slots.endpoints == [1, 1, 2, 2].map(Plans.endpoint))
    }
}
