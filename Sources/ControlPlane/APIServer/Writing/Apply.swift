import APIMachinery
import HTTPServer

extension APIServer {
    /// Server-side apply.
    func apply(
        _ target: ResourceTarget, _ rules: UpdateRules, _ options: WriteOptions,
        _ context: RequestContext, _ acceptance: Acceptance
    ) async throws(APIStatus) -> HTTPResponse {
        throw APIStatus(
            code: 415, reason: "UnsupportedMediaType", message: "415: Unsupported Media Type",
            details: APIStatus.Details())
    }
}
