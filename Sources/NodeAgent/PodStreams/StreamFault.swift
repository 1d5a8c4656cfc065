import HTTPServer

/// Why a request is not served: an answer in plain text, as the kubelet gives it.
struct StreamFault: Error {
    var status: Int
    var message: String

    var response: HTTPResponse { .plain(message + "\n", status: status) }
}

extension HTTPResponse {
    static func plain(_ text: String, status: Int = 200) -> HTTPResponse {
        var headers = HTTPFields()
        headers.add("Content-Type", "text/plain; charset=utf-8")
        return HTTPResponse(status: status, headers: headers, body: .bytes(Array(text.utf8)))
    }
}
