import APIMachinery
import Testing

@Suite struct QuantityTests {
    @Test(arguments: [
        ("0", "0"), ("0.5", "500m"), ("1.5", "1500m"), ("500m", "500m"), ("1000m", "1"),
        ("1000", "1k"), ("1500", "1500"), ("12000k", "12M"), ("1Gi", "1Gi"), ("1024Mi", "1Gi"),
        ("1536Mi", "1536Mi"), ("1.5Gi", "1536Mi"), ("0.5Mi", "512Ki"), ("0.5Ki", "512"),
        ("1.1Ki", "1126400m"), ("1e3", "1e3"), ("100e1", "1e3"), ("1E", "1E"), ("-5", "-5"),
        ("0Mi", "0"), ("0m", "0"), ("1n", "1n"), ("0.1n", "1n"), ("100m", "100m"),
        ("1.000", "1"), ("5.", "5."), (".5", "500m"), ("128974848", "128974848"),
        ("129e6", "129e6"), ("123Mi", "123Mi"), ("1Ki", "1Ki"),
        (
            "9223372036854775807",
            "9223372036854775807"
        ),
    ])
    func `an amount is written canonically`(text: String, expected: String) throws {
        #expect(try #require(Quantity(parsing: text)).description == expected)
    }

    @Test(arguments: [
        "", "x", "1x", "1 ", " 1", "1MM", "--1", "1.2.3", "1e", "Mi", "+", ".", "1ki", "0x1",
    ])
    func `what is no amount is refused`(text: String) {
        #expect(Quantity(parsing: text) == nil)
    }

    @Test func `amounts compare by value, however they are written`() throws {
        func amount(_ text: String) throws -> Quantity { try #require(Quantity(parsing: text)) }
        #expect(try amount("1Gi") == amount("1024Mi"))
        #expect(try amount("1G") < amount("1Gi"))
        #expect(try amount("0.1") == amount("100m"))
        #expect(try (amount("1Gi") + amount("1Gi")).description == "2Gi")
        #expect(try (amount("1") - amount("100m")).description == "900m")
        #expect(try amount("100m").value == 1)
        #expect(try amount("-100m").value == -1)
        #expect(try amount("1.5").milliValue == 1500)
    }

    @Test func `writing an amount and reading it again keeps it`() throws {
        for exponent in 0..<60 {
            for factor in [1, 3, 999, 1000, 1024, 1025, 12345] {
                let value = Int128(factor) << exponent
                guard value < Int128(Int64.max) else { continue }
                for format in [Quantity.Format.decimal, .binary, .exponent] {
                    let amount = Quantity(Int(value), format: format)
                    let again = try #require(Quantity(parsing: amount.description))
                    #expect(again == amount)
                }
            }
        }
    }
}
