import APIMachinery
import HTTPServer
import JSON

extension APIServer {
    /// An object of the target's version as an answer.
    func respond(
        _ object: APIObject, _ target: ResourceTarget, _ context: RequestContext,
        _ acceptance: Acceptance, status: Int = 200
    ) -> HTTPResponse {
        let shown = try? view(object, target, context, acceptance)
        return respond(shown ?? object.json, context, acceptance, status: status)
    }

    /// Any value as an answer.
    func respond(
        _ value: JSON, _ context: RequestContext, _ acceptance: Acceptance, status: Int = 200
    ) -> HTTPResponse {
        Answer.value(value, status: status, acceptance, warnings: context.warnings.all)
    }
}

/// Answers by their contents.
package enum Answer {
    /// A value in the accepted format.
    package static func value(
        _ value: JSON, status: Int = 200, _ acceptance: Acceptance = Acceptance(),
        warnings: [String] = []
    ) -> HTTPResponse {
        var headers = HTTPFields()
        let isYAML = acceptance.format == .yaml
        headers.add("Content-Type", isYAML ? "application/yaml" : "application/json")
        for warning in warnings { headers.add("Warning", Self.warning(warning)) }
        var bytes =
            isYAML
            ? YAMLText.bytes(of: value) : value.serialized(pretty: acceptance.isPretty)
        if !isYAML { bytes.append(0x0A) }
        return HTTPResponse(status: status, headers: headers, body: .bytes(bytes))
    }

    /// Why not, as a `Status`.
    package static func status(
        _ status: APIStatus, _ acceptance: Acceptance = Acceptance(), warnings: [String] = []
    ) -> HTTPResponse {
        var response = value(status.json, status: status.code, acceptance, warnings: warnings)
        if let seconds = status.details?.retryAfterSeconds, seconds > 0 {
            response.headers.add("Retry-After", String(seconds))
        }
        if status.code == 401 { response.headers.add("WWW-Authenticate", "Bearer") }
        return response
    }

    /// Plain text.
    package static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        var headers = HTTPFields()
        headers.add("Content-Type", "text/plain; charset=utf-8")
        headers.add("X-Content-Type-Options", "nosniff")
        return HTTPResponse(status: status, headers: headers, body: .bytes(Array(text.utf8)))
    }

    /// No such path.
    package static let noSuchPath = text("404 page not found\n", status: 404)

    /// A `Warning` header: RFC 7234 §5.5.
    private static func warning(_ sentence: String) -> String {
        var quoted = ""
        for character in sentence.unicodeScalars {
            if character == "\"" || character == "\\" { quoted += "\\" }
            quoted.unicodeScalars.append(character == "\n" || character == "\r" ? " " : character)
        }
        return "299 - \"\(quoted)\""
    }
}
