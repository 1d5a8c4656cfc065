import NetworkAddress
import ServiceModel

extension TableState {
    /// What puts right what others did, so that the table is this state again.
    package func difference(after touched: TouchedElements) -> ElementDifference {
        let wanted = values(of: touched)
        var difference = ElementDifference()
        for (identity, found) in touched.found.sorted(by: { $0.key < $1.key }) {
            let value = wanted[identity]
            guard value != found else { continue }
            if let found {
                difference.deleted.append(TableElement(identity.set, identity.key, found))
            }
            if let value {
                difference.added.append(TableElement(identity.set, identity.key, value))
            }
        }
        return difference
    }

    /// What the table must say for the touched keys; keys that must not be there are left out.
    ///
    /// Goes over all elements of the touched sets once: some milliseconds for 100,000.
    private func values(
        of touched: TouchedElements
    ) -> [TableElement.Identity: TableElement.Value] {
        var values: [TableElement.Identity: TableElement.Value] = [:]
        func note(_ element: TableElement) {
            if touched.found.keys.contains(element.identity) {
                values[element.identity] = element.value
            }
        }
        for element in codes.elements { note(element) }
        for element in surroundings { note(element) }
        for identity in touched.found.keys where shared[identity] != nil {
            values[identity] = TableElement.Value.none
        }
        let sets = Set(touched.found.keys.map(\.set))
            .intersection(ProgrammedPort.ownSets + [.endpoints])
        guard !sets.isEmpty else { return values }
        var elements: [TableElement] = []
        for port in ports.values {
            elements.removeAll(keepingCapacity: true)
            for set in sets { port.append(set, to: &elements) }
            for element in elements { note(element) }
        }
        return values
    }

    /// Those who may have clients under the numbers that led to other endpoints for a while.
    package func clients(misledBy difference: ElementDifference) -> [UInt32: Set<SocketEndpoint>] {
        let numbers = Set(
            difference.deleted.filter { $0.set == .endpoints }.map { $0.key.native(at: 0) }
        ).filter { ServiceNumber(rawValue: $0).code != 0 }
        return numbers.isEmpty ? [:] : clients.filter { numbers.contains($0.key) }
    }
}
