import Foundation
import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

/// Every limit with what is just within it and what is just beyond.
@Suite struct LimitTests {
  // MARK: Sizes

  /// The bytes are NULs, which no format begins with: within the limit they are read and refused.
  @Test(arguments: [
    (DockerConfig.maximumByteCount, DockerConfig.DecodingError.Code.invalidJSON),
    (DockerConfig.maximumByteCount + 1, .tooLarge),
  ])
  func documentSize(count: Int, expected: DockerConfig.DecodingError.Code) {
    withZeros(count) { bytes in
      let error = #expect(throws: DockerConfig.DecodingError.self) {
        try DockerConfig(dockerConfigJSON: bytes)
      }
      #expect(error?.code == expected)
      #expect(error?.offset == 0)
    }
  }

  @Test(arguments: [
    (KubernetesObjects.maximumByteCount, KubernetesObjects.DecodingError.Code.notJSON),
    (KubernetesObjects.maximumByteCount + 1, .tooLarge),
  ])
  func textSize(count: Int, expected: KubernetesObjects.DecodingError.Code) {
    withZeros(count) { bytes in
      let error = #expect(throws: KubernetesObjects.DecodingError.self) {
        try KubernetesObjects(json: bytes)
      }
      #expect(error?.code == expected)
      #expect(error?.offset == 0)
    }
  }

  // MARK: Numbers

  @Test(arguments: [true, false])
  func entriesOfADocument(isWithin: Bool) {
    let limit = DockerConfig.maximumEntryCount
    let keys = (0..<(isWithin ? limit : limit + 1)).map { "\"\($0)\":{}" }
    // A key that comes again is no further entry.
    let document = "{\(keys.joined(separator: ",")),\"0\":null}"
    guard !isWithin else {
      #expect((try? DockerConfig(dockercfg: document))?.entries.count == limit)
      return
    }
    let error = #expect(throws: DockerConfig.DecodingError.self) {
      try DockerConfig(dockercfg: document)
    }
    #expect(error?.code == .tooManyEntries)
    #expect(error?.path == "[\"\(limit)\"]")
  }

  /// A Secret of the largest size that the API server takes, with the shortest entries there can be.
  @Test func noSecretHasTooManyEntries() throws {
    let maximumSecretSize = 1 << 20
    var document = "{"
    var number = 0
    while document.utf8.count < maximumSecretSize {
      document += "\"\(String(number, radix: 36))\":{},"
      number += 1
    }
    document += "\"-\":{}}"
    #expect(try DockerConfig(dockercfg: document).entries.count == number + 1)
  }

  @Test(arguments: PullResolution.Merge.allCases)
  func usesOfOneSecret(merge: PullResolution.Merge) {
    let secret = Secret(
      metadata: ObjectMetadata(namespace: "n", name: "s"), type: "kubernetes.io/dockercfg",
      data: [".dockercfg": Array(#"{"quay.io":{}}"#.utf8)])
    var objects = KubernetesObjects()
    objects.insert(secret)
    let limit = merge == .union ? 1 : PullResolution.maximumUseCount
    for count in [limit, limit + 1, 1_000] {
      let pod = Pod(
        metadata: ObjectMetadata(namespace: "n", name: "p"),
        spec: PodSpec(imagePullSecrets: Array(repeating: "s", count: count)))
      let resolution = objects.resolve(pod, merging: merge)
      #expect(resolution.keyring.count == limit)
      #expect(resolution.references.count == count)
      #expect(resolution.references.filter { $0.outcome == .repeated }.count == count - limit)
    }
  }

  // MARK: Depths

  @Test(arguments: [(JSONReader.maximumDepth, true), (JSONReader.maximumDepth + 1, false)])
  func nesting(depth: Int, isWithin: Bool) {
    // The document itself is one level.
    let value =
      String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1)
    let config = Result { try DockerConfig(dockerConfigJSON: #"{"x":\#(value)}"#) }
    let objects = Result { try KubernetesObjects(json: #"{"kind":"Pod","x":\#(value)}"#) }
    #expect((try? config.get().entries.count) == (isWithin ? 0 : nil))
    #expect((try? objects.get())?.pods.count == (isWithin ? 1 : nil))
    guard !isWithin else { return }
    #expect(throws: KubernetesObjects.DecodingError.self) { try objects.get() }
    #expect(throws: DockerConfig.DecodingError.self) { try config.get() }
  }

  @Test(arguments: [
    (KubernetesObjects.maximumListDepth, true), (KubernetesObjects.maximumListDepth + 1, false),
  ])
  func listsInLists(depth: Int, isWithin: Bool) {
    let text =
      String(repeating: #"{"kind":"List","items":["#, count: depth) + #"{"kind":"Pod"}"#
      + String(repeating: "]}", count: depth)
    let objects = Result { try KubernetesObjects(json: text) }
    #expect((try? objects.get())?.pods.count == (isWithin ? 1 : nil))
  }

  // MARK: Lengths

  @Test(arguments: [(255, true), (256, false)])
  func repository(length: Int, isWithin: Bool) {
    let path = "a/" + String(repeating: "b", count: length - 2)
    #expect(isReference("quay.io/\(path)") == isWithin)
  }

  @Test(arguments: [(128, true), (129, false)])
  func tag(length: Int, isWithin: Bool) {
    let tag = String(repeating: "t", count: length)
    #expect(isReference("quay.io/a:\(tag)") == isWithin)
  }

  /// Hosts, keys and names of objects have no limit, as they have none upstream.
  @Test func unlimitedLengths() throws {
    let host = String(repeating: "a", count: 1 << 20) + ".example.com"
    let image = try ImageReference("\(host)/app")
    let keyring: Keyring = ["\(host)": "u:p", "*.example.com": "v:p"]
    #expect(keyring.credentials(for: image).map(\.username) == ["u", "v"])
  }

  private func isReference(_ text: String) -> Bool {
    (try? ImageReference(text)) != nil
  }

  /// Passes `count` bytes, all zero, which take memory only where somebody reads them.
  private func withZeros(_ count: Int, _ body: (Span<UInt8>) -> Void) {
    guard let start = calloc(count, 1) else { return }
    defer { free(start) }
    body(
      UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count).span)
  }
}
