import HTTPServer

extension HTTPResponse {
    static func page(_ status: Int, _ type: String, _ bytes: [UInt8]) -> HTTPResponse {
        var fields = HTTPFields()
        fields.add("Content-Type", type)
        fields.add("X-Content-Type-Options", "nosniff")
        return HTTPResponse(status: status, headers: fields, body: .bytes(bytes))
    }

    static func text(_ status: Int, _ text: String) -> HTTPResponse {
        page(status, "text/plain; charset=utf-8", Array(text.utf8))
    }

    static var notFound: HTTPResponse { text(404, "404 page not found\n") }
}
