import NetworkAddress
import ServiceModel

/// Every element of a table, in an order that depends on the objects alone: two runs write the
/// same bytes.
package struct TableContents: Sendable {
    private let ports: [ProgrammedPort]
    private let others: [TableElement]

    /// How many elements there are.
    package let count: Int

    package init(_ state: TableState) {
        ports = state.ports.values.sorted { $0.plan.name < $1.plan.name }
        let shared = state.shared.keys.map { TableElement($0.set, $0.key) }
        others =
            state.codes.elements
            + (shared + state.surroundings).sorted { $0.identity < $1.identity }
        count = ports.reduce(others.count) { $0 + $1.elementCount }
    }

    /// Set by set, in pieces of one set each.
    package func forEachPiece(_ body: (SetName, [TableElement]) -> Void) {
        var piece: [TableElement] = []
        piece.reserveCapacity(2000)
        for set in SetName.allCases {
            if set == .endpoints || ProgrammedPort.ownSets.contains(set) {
                for port in ports {
                    port.append(set, to: &piece)
                    guard piece.count >= 1000 else { continue }
                    body(set, piece)
                    piece.removeAll(keepingCapacity: true)
                }
            } else {
                piece += others.filter { $0.set == set }
            }
            if !piece.isEmpty { body(set, piece) }
            piece.removeAll(keepingCapacity: true)
        }
    }

    /// One by one.
    package func forEach(_ body: (TableElement) -> Void) {
        forEachPiece { _, piece in
            for element in piece { body(element) }
        }
    }
}
