import Foundation
import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

/// A stream gives what the whole text gives, objects and errors alike, however it is cut.
@Suite struct ObjectStreamTests {
  /// The objects of `text`, in pieces of `size` bytes.
  private func stream(
    _ text: [UInt8], size: Int
  ) throws(KubernetesObjects.DecodingError) -> KubernetesObjects {
    var objects = KubernetesObjects()
    var stream = ObjectStream(defaultNamespace: "shop")
    for start in Swift.stride(from: 0, to: text.count, by: size) {
      try stream.append(text.span.extracting(start..<min(start + size, text.count))) {
        objects.apply($0)
      }
    }
    try stream.finish { objects.apply($0) }
    return objects
  }

  private func count(
    _ text: [UInt8], size: Int
  ) throws(KubernetesObjects.DecodingError) -> Int {
    var count = 0
    var stream = ObjectStream(defaultNamespace: "shop")
    for start in Swift.stride(from: 0, to: text.count, by: size) {
      try stream.append(text.span.extracting(start..<min(start + size, text.count))) { _ in
        count += 1
      }
    }
    try stream.finish { _ in count += 1 }
    return count
  }

  private func everything(_ objects: KubernetesObjects) -> String {
    renderings(objects.pods) + renderings(objects.workloads) + renderings(objects.secrets)
      + renderings(objects.serviceAccounts) + renderings(objects.events)
  }

  private static let list = """
    {"kind":"List","items":[\(podJSON()),\(secretJSON("a")) , \(accountJSON("default", ""))]}
    """

  @Test(arguments: [
    list, podJSON(), #"{"type":"ADDED","object":\#(podJSON())}"#,
    podJSON() + #"{"object":\#(podJSON()),"type":"DELETED"}"#,
    podJSON() + "\n" + secretJSON("a") + list, #"{"items":[],"kind":"List"}"#,
    #"{"apiVersion":"v1","kind":"SecretList","items":[{"metadata":{"name":"a\\\"]}"}}]}"#,
    #"{"kind":"ConfigMap","data":{"items":"[{]"},"x":"items","y":[{"items":[1]}]}"#,
    #"{"items":[{"kind":"List","items":[\#(secretJSON("a"))]}],"kind":"List"}"#,
    // Only the first array `items` of a list is one of objects, and none of what is no list.
    #"{"kind":"List","items":[\#(secretJSON("a"))],"items":[\#(secretJSON("b")),{},3]}"#,
    #"{"kind":"List","it\u0065ms":[\#(secretJSON("a"))],"items":[\#(secretJSON("b")),{},3]}"#,
    #"{"kind":"List","items":null,"items":[\#(secretJSON("a")),\#(secretJSON("b"))]}"#,
    #"{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"},"items":[{},\#(secretJSON("b")),3]}"#,
  ])
  func theObjectsAreTheSame(text: String) throws {
    let bytes = Array(text.utf8)
    let whole = everything(try KubernetesObjects(json: bytes, defaultNamespace: "shop"))
    let count = try self.count(bytes, size: bytes.count)
    for size in [1, 2, 3, 7, 64, bytes.count] {
      #expect(everything(try stream(bytes, size: size)) == whole, "pieces of \(size)")
      #expect(try self.count(bytes, size: size) == count)
    }
  }

  /// Each object is handed out once: an audit counts them.
  @Test(arguments: [
    (#"{"kind":"Pod","apiVersion":"v1","items":[{},{},{}]}"#, 1),
    (#"{"kind":"List","it\u0065ms":[{"kind":"Pod"}],"items":[{"kind":"Pod"},{"kind":"Pod"}]}"#, 1),
    (#"{"kind":"List","items":[{"kind":"Pod"},{"kind":"Pod"}],"items":[{"kind":"Pod"}]}"#, 2),
  ])
  func objectsAreHandedOutOnce(text: String, expected: Int) throws {
    #expect(try count(Array(text.utf8), size: 5) == expected)
  }

  /// The text before the items is read once, however many items there are: the product of both
  /// would take minutes.
  @Test func aLongHeadCostsItsLengthOnce() throws {
    let text = String(repeating: "x", count: 1 << 20)
    let head = #"{"kind":"List","metadata":{"x":"\#(text)"},"items":["#
    let items = Array(repeating: #"{"kind":"Pod"}"#, count: 20_000).joined(separator: ",")
    #expect(try count(Array((head + items + "]}").utf8), size: 1 << 16) == 20_000)
  }

  @Test(arguments: [
    "payments.json", "explain/other-namespace.json", "explain/expired-ecr.json",
  ])
  func theExamplesAreTheSame(name: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Docs/Examples/\(name)")
    let bytes = Array(try Data(contentsOf: file))
    let whole = everything(try KubernetesObjects(json: bytes, defaultNamespace: "shop"))
    for size in [1, 13, 4_096] { #expect(everything(try stream(bytes, size: size)) == whole) }
  }

  @Test(arguments: [
    "", "  \n", "{", #"{"items":["#, #"{"items":[{"kind":"Pod""#, "[1]", "kind: Pod\n",
    " {\"kind\":\"List\",\n \"items\":[\n {\"kind\":\"Pod\"},\n {\"kind\":\"Pod\",\"spec\":1}]}",
    " {\"kind\":\"List\",\n \"items\":[{\"kind\":\"Pod\"},{\"kind\":\"Pod\",\n\"spec\":{,}}]}",
    #"{"items":[3]}"#, #"{"items":["x"]}"#, #"{"items":[,{"kind":"Pod"}]}"#,
    #"{"items":[{"kind":"Pod"},,{"kind":"Pod"}]}"#, #"{"items":[{"kind":"Pod"} 1]}"#,
    #"{"items":[{"kind":"Pod"}],"kind":List}"#,
    #"{"items":[:{"kind":"Pod"}]}"#, #"{"items":[{"kind":"Pod"},::{"kind":"Pod"}]}"#,
    #"{"items":[{"kind":"Pod"}:]}"#,
    "{\"items\":[{\"kind\":\"Pod\"}],\n\"kind\" \"List\"}",
    #"{"items":[{"kind":"Pod"}]}x"#, "{\"kind\":\"Pod\"}\n<html>", #"{"items":[{"metadata":{}}]}"#,
    #"{"kind":"Status","message":"no"}"#, "\u{FEFF}{}",
  ])
  func theErrorsAreTheSame(text: String) throws {
    let bytes = Array(text.utf8)
    let whole = try #require(throws: KubernetesObjects.DecodingError.self) {
      try KubernetesObjects(json: bytes, defaultNamespace: "shop")
    }
    for size in [1, 5, max(1, bytes.count)] {
      let error = try #require(throws: KubernetesObjects.DecodingError.self) {
        try stream(bytes, size: size)
      }
      #expect(error.code == whole.code)
      #expect(error.description == whole.description)
      #expect(error.offset == whole.offset)
    }
  }

  @Test("An object has as many bytes as the limit, and not one more", arguments: [0, 1])
  func limitsObjects(excess: Int) throws {
    let text = #"{"kind":"Secret","metadata":{"name":"a"}}"#
    var stream = ObjectStream(defaultNamespace: "default")
    stream.objectLimit = text.utf8.count - excess
    var count = 0
    let error = Result { () throws(KubernetesObjects.DecodingError) in
      for byte in Array(text.utf8) { try stream.append([byte].span) { _ in count += 1 } }
      try stream.finish { _ in }
    }
    if excess == 0 {
      try error.get()
      #expect(count == 1)
    } else {
      #expect(throws: KubernetesObjects.DecodingError.self) { try error.get() }
      #expect(count == 0)
    }
  }

  @Test func aCommaAfterTheLastItemIsAnError() throws {
    let error = try #require(throws: KubernetesObjects.DecodingError.self) {
      try stream(Array(#"{"items":[{"kind":"Pod"},],"kind":"List"}"#.utf8), size: 4)
    }
    #expect(error.code == .invalidJSON)
    #expect(error.line == 1)
  }
}
