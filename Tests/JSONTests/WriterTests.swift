import JSON
import Testing

@Suite struct WriterTests {
    @Test func `objects and arrays are streamed with their commas`() {
        var writer = JSONWriter()
        writer.object { w in
            w.member("name", "web")
            w.member("ports")
            w.array { w in
                w.int(80)
                w.object { $0.member("n", -1) }
                w.array { _ in }
                w.null()
            }
            w.member("ok", true)
            w.member("empty")
            w.object { _ in }
            w.member("raw")
            w.raw("[1, 2]".utf8)
            w.member("x")
            w.number("1.50")
        }
        #expect(
            String(decoding: writer.bytes, as: UTF8.self) == """
                {"name":"web","ports":[80,{"n":-1},[],null],"ok":true,"empty":{},\
                "raw":[1, 2],"x":1.50}
                """)
    }

    @Test func `pretty output is indented by two`() {
        let json: JSON = ["a": [1, ["b": nil]], "c": [:], "d": []]
        #expect(
            String(decoding: json.serialized(pretty: true), as: UTF8.self) == """
                {
                  "a": [
                    1,
                    {
                      "b": null
                    }
                  ],
                  "c": {},
                  "d": []
                }
                """)
    }

    @Test func `only what must be escaped is`() {
        let json: JSON = .string("a/b\"c\\d\n\u{1}\u{1F}\u{7F}é😀")
        #expect(json.description == #""a/b\"c\\d\n\u0001\u001f"# + "\u{7F}é😀\"")
    }

    @Test func `what was read is written back unchanged`() throws {
        let text = #"{"z":1.0,"a":[1e5,-0,"ü/"],"m":{"y":null,"x":[]}}"#
        #expect(JSON(try parse(text)).description == text)
        var writer = JSONWriter()
        let inner = try #require(parse(text)["m"])
        writer.object { $0.member("copy", inner) }
        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"copy":{"y":null,"x":[]}}"#)
    }

    @Test func `every value survives writing and reading`() throws {
        var generator = SplitMix(seed: 7)
        for _ in 0..<300 {
            let value = JSON.random(&generator, depth: 4)
            for pretty in [false, true] {
                #expect(try JSON(parsing: value.serialized(pretty: pretty)) == value)
            }
        }
    }
}
