/// Answers, counted by who gave them.
package struct RequestTally: Hashable, Sendable {
    package var counts: [RequestAnswer.Backend: Int] = [:]
    /// Why requests failed, in their order.
    package var failures: [String] = []

    package init(_ answers: [RequestAnswer]) {
        for answer in answers {
            switch answer.outcome {
            case .answered(let backend): counts[backend, default: 0] += 1
            case .failed(let reason): failures.append(reason)
            }
        }
    }

    package var answered: Int { counts.values.reduce(0, +) }

    /// Whether each backend's share is an equal one, give or take `tolerance` of it.
    package func isFair(among backends: Int, tolerance: Double) -> Bool {
        guard answered > 0, counts.count == backends else { return false }
        let equal = Double(answered) / Double(backends)
        return counts.values.allSatisfy { abs(Double($0) - equal) <= equal * tolerance }
    }

    /// `node-1  web-1   103  34.3 %`
    package var table: [String] {
        let rows = counts.sorted { ($0.key.node, $0.key.pod) < ($1.key.node, $1.key.pod) }
        return Table(
            rows.map { backend, count in
                let permille = (count * 1000 + answered / 2) / max(answered, 1)
                return [
                    backend.node, backend.pod, "\(count)", "\(permille / 10).\(permille % 10) %",
                ]
            }, right: [2, 3]
        ).lines
    }
}
