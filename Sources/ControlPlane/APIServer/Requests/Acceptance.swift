import APIMachinery
import HTTPServer

/// How an answer is to be written, as the `Accept` header asks.
package struct Acceptance: Hashable, Sendable {
    /// The bytes' format.
    package enum Format: Hashable, Sendable {
        case json, yaml
    }

    /// What to make of objects.
    package enum View: Hashable, Sendable {
        /// The objects themselves.
        case object
        /// `kubectl get`'s rows, as `meta.k8s.io/v1` or `v1beta1`.
        case table(version: String)
        /// Metadata alone.
        case metadata(version: String)
    }

    /// The bytes' format.
    package var format = Format.json
    /// What to make of objects.
    package var view = View.object
    /// Whether to indent.
    package var isPretty = false

    package init() {}

    /// Reads the header and the `pretty` parameter.
    /// - Throws: 406 when nothing that is asked for can be given.
    package init(_ request: HTTPRequest, query: QueryItems) throws(APIStatus) {
        let header = request.headers.values("Accept").joined(separator: ",")
        if let pretty = query["pretty"] {
            isPretty = pretty != "0" && pretty.lowercased() != "false"
        } else {
            let agent = request.headers["User-Agent"] ?? ""
            isPretty = ["curl", "Wget", "Mozilla/5.0"].contains { agent.hasPrefix($0) }
        }
        if header.allSatisfy({ $0 == " " }) { return }
        var knowsFormat = false
        for clause in MediaRange.list(header) {
            guard let format = Self.format(clause) else { continue }
            knowsFormat = true
            guard let view = Self.view(clause) else { continue }
            self.format = format
            self.view = view
            return
        }
        throw knowsFormat ? Self.notAcceptable : Self.unknownFormat
    }

    /// 406: of a kind that nothing is written as.
    private static let unknownFormat = APIStatus(
        code: 406, reason: "NotAcceptable",
        message: """
            406: Not Acceptable

            Available representations: application/json, application/yaml, \
            application/vnd.kubernetes.protobuf, application/json;stream=watch, \
            application/vnd.kubernetes.protobuf;stream=watch
            """, details: APIStatus.Details())

    private static func format(_ range: MediaRange) -> Format? {
        switch range.type {
        case "application/json", "*/*": .json
        case "application/yaml": .yaml
        default: nil
        }
    }

    private static func view(_ range: MediaRange) -> View? {
        guard let asKind = range.parameters["as"] else { return .object }
        let version = range.parameters["v"] ?? ""
        guard range.parameters["g"] == "meta.k8s.io", version == "v1" || version == "v1beta1"
        else { return nil }
        return switch asKind {
        case "Table": .table(version: version)
        case "PartialObjectMetadata", "PartialObjectMetadataList": .metadata(version: version)
        default: nil
        }
    }

    /// 406: a view that there isn't.
    package static let notAcceptable = APIStatus(
        code: 406, reason: "NotAcceptable",
        message: """
            only the following media types are accepted: application/json, application/yaml, \
            application/vnd.kubernetes.protobuf
            """)
}

/// One clause of an `Accept` header.
struct MediaRange {
    var type: String
    var parameters: [String: String] = [:]
    var quality = 1.0

    /// The clauses, the best first.
    static func list(_ header: String) -> [MediaRange] {
        let ranges = header.split(separator: ",").map(MediaRange.init)
        return ranges.enumerated()
            .sorted { a, b in
                a.element.quality == b.element.quality
                    ? a.offset < b.offset : a.element.quality > b.element.quality
            }
            .map(\.element)
    }

    init(_ clause: Substring) {
        let parts = clause.split(separator: ";").map { $0.filter { $0 != " " } }
        type = parts.first?.lowercased() ?? ""
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2 else { continue }
            if pair[0] == "q" {
                quality = Double(pair[1]) ?? 0
            } else {
                parameters[pair[0]] = pair[1]
            }
        }
    }
}
