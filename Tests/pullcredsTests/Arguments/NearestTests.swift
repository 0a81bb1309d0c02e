import Testing

@testable import pullcreds

@Suite struct NearestTests {
  @Test(arguments: [
    ("payment-apo", "payment-api"),  // one letter changed
    ("paymnet-api", "payment-api"),  // two swapped
    ("paymentapi", "payment-api"),  // one left out
    ("led", "ledger"),  // begun
    ("le", nil), ("zzzzzz", nil), ("", nil),
    ("lxxxer", nil),  // half of it differs
  ])
  func nearestNames(_ word: String, _ expected: String?) {
    #expect(nearest(to: word, in: ["ledger", "payment-api"]) == expected)
  }

  @Test func theFirstOfEquallyNear() {
    #expect(nearest(to: "abcd", in: ["abcx", "abcy"]) == "abcx")
    #expect(nearest(to: "abcd", in: ["abxx", "abcd"]) == "abcd")
  }

  @Test func longWordsAreNotCompared() {
    let name = String(repeating: "a", count: 253)
    #expect(nearest(to: name, in: [name + "b"]) == name + "b")
    #expect(nearest(to: name + "a", in: [name]) == nil)
  }
}
