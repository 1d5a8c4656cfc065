import JSON
import PodNetworkTesting
import Testing

/// How a node gets rid of what a fault left behind.
enum Recovery: CaseIterable, Sendable {
    case delete
    case deleteTwice
    case deleteWithoutNamespace
    case deleteInTheWrongOrder
    case deleteAfterTheNamespace
    case addAgain
    case collect

    /// Does it for the pod `a`.
    func run(in bed: FaultBed, previous: JSON?, _ comment: Comment) throws {
        switch self {
        case .delete: try bed.delete("a", previous: previous)
        case .deleteTwice:
            try bed.delete("a", previous: previous)
            try bed.delete("a")
        case .deleteWithoutNamespace: try bed.delete("a", namespace: "")
        case .deleteInTheWrongOrder: try bed.delete("a", isForward: true)
        case .deleteAfterTheNamespace:
            try bed.wire.removePod("a")
            try bed.delete("a")
            _ = try bed.wire.pod("a")
        case .addAgain:
            let pod = try bed.wire.namespace("a")
            if try Snapshot.links(in: pod, of: bed.wire).isEmpty {
                let again = try bed.add("a")
                #expect(again.answer.status == 0, "\(comment.rawValue): \(again.answer.text)")
            }
            try bed.delete("a")
        case .collect:
            try bed.collect()
        }
        bed.mayBeLate = self == .deleteAfterTheNamespace
        try bed.expectClean("\(comment.rawValue), then \(self)")
    }
}
