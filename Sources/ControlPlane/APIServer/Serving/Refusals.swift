import APIMachinery
import HTTPServer

extension APIServer {
    /// The answer to a request that is refused before anyone reads it.
    public static func refusal(_ refusal: HTTPRefusal) -> HTTPResponse {
        switch refusal {
        case .bodyTooLarge(let limit):
            Answer.status(
                APIStatus(
                    code: 413, reason: "RequestEntityTooLarge",
                    message: "Request entity too large: limit is \(limit)"))
        case .malformed: Answer.status(.badRequest("the request is not HTTP"))
        case .fieldsTooLarge:
            Answer.text("431 Request Header Fields Too Large", status: 431)
        case .tooSlow:
            Answer.status(
                APIStatus(
                    code: 408, reason: "Timeout", message: "the request did not come to its end"))
        }
    }
}
