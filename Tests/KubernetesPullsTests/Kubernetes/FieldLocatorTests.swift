import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct FieldLocatorTests {
  private static let object = """
    {"kind":"Pod","spec":{"containers":[{"name":"a","image":"x"},
    {"image":"y","name":"b"}],"containers":[{"name":"c"}]},
    "data":{".dockerconfigjson":"e30=","a.b":1}}
    """

  struct Row: CustomTestStringConvertible {
    let path: String
    /// The text from the place that is found on.
    let begins: String
    let isFound: Bool
    var testDescription: String { path }
  }

  @Test(
    "A path leads to the name of its member, or to its element",
    arguments: [
      Row(path: "", begins: #"{"kind""#, isFound: true),
      Row(path: "kind", begins: #""kind":"#, isFound: true),
      // The last of two members of one name, as Go's decoder takes it.
      Row(path: "spec.containers[0].name", begins: #""name":"c""#, isFound: true),
      Row(path: "spec.containers[1].name", begins: #""containers":[{"name":"c""#, isFound: false),
      Row(path: #"data[".dockerconfigjson"]"#, begins: #"".dockerconfigjson""#, isFound: true),
      Row(path: #"data["a.b"]"#, begins: #""a.b""#, isFound: true),
      Row(path: #"data["a.b"#, begins: #""data""#, isFound: false),
      Row(path: "data.missing.deeper", begins: #""data""#, isFound: false),
      Row(path: "metadata", begins: #"{"kind""#, isFound: false),
      Row(path: "kind.name", begins: #""kind""#, isFound: false),
    ])
  func followsAPath(_ row: Row) {
    let bytes = Array(Self.object.utf8)
    let place = FieldLocator(bytes.span).offset(
      of: FieldLocator.Step.steps(ofPath: row.path), from: 0)
    #expect(place.isFound == row.isFound)
    let rest = String(decoding: bytes[place.offset...], as: UTF8.self)
    #expect(rest.hasPrefix(row.begins), "\(rest.prefix(20))")
  }

  private struct Place: Equatable {
    let offset: Int
    let isFound: Bool
  }

  private func place(_ steps: [FieldLocator.Step], in bytes: [UInt8]) -> Place {
    let place = FieldLocator(bytes.span).offset(of: steps, from: 0)
    return Place(offset: place.offset, isFound: place.isFound)
  }

  @Test("An element is found by the name in it, wherever that is") func findsANamedElement() {
    let bytes = Array(#"[{"image":"y"},{"image":"x","name":"a"},{"name":"b"}]"#.utf8)
    #expect(place([.named("a")], in: bytes) == Place(offset: 15, isFound: true))
    #expect(place([.named("a"), .member("image")], in: bytes) == Place(offset: 16, isFound: true))
    #expect(place([.named("c")], in: bytes) == Place(offset: 0, isFound: false))
  }

  @Test("In text that stops to be JSON, what comes before is found") func bearsBrokenText() {
    let bytes = Array(#"{"a":1,"b":{"c":"#.utf8)
    #expect(place([.member("a")], in: bytes) == Place(offset: 1, isFound: true))
    #expect(place([.member("b"), .member("d")], in: bytes) == Place(offset: 7, isFound: false))
  }
}
