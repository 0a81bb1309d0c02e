import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis

/// The invariants of kubectl's output.
enum KubernetesObjectsCheck {
  static func check(_ input: Span<UInt8>) throws(BrokenInvariant) {
    let objects: KubernetesObjects
    do {
      objects = try KubernetesObjects(json: input)
    } catch {
      try require(
        streamed(input, inPiecesOf: 7) == nil, "the stream takes what is rejected: \(error)")
      return try DockerConfigCheck.checkPosition(
        offset: error.offset, line: error.line, column: error.column, in: input)
    }
    for secret in objects.secrets where !secret.name.isEmpty {
      try requireEqual(
        objects.secret(namespace: secret.namespace, name: secret.name), secret, "look-up")
      try require(objects.secrets(named: secret.name).contains(secret), "look-up by name")
    }
    for size in [1, 64] {
      guard let streamed = streamed(input, inPiecesOf: size) else { continue }
      try requireEqual(streamed, whole(input), "objects in pieces of \(size) bytes")
    }
    let index = Cluster(objects)
    for merge in PullResolution.Merge.allCases {
      let resolutions =
        objects.pods.map { objects.resolve($0, merging: merge) }
        + objects.workloads.map { objects.resolve($0, merging: merge) }
      for resolution in resolutions {
        try check(resolution)
        try checkFindings(of: resolution, index)
      }
    }
  }

  /// The descriptions of the objects of a stream; nil if it rejects the text.
  private static func streamed(_ input: Span<UInt8>, inPiecesOf size: Int) -> [String]? {
    var names: [String] = []
    var stream = ObjectStream(defaultNamespace: "default")
    do {
      for start in stride(from: 0, to: input.count, by: size) {
        let piece = input.extracting(start..<min(start + size, input.count))
        try stream.append(piece) { names.append("\($0)") }
      }
      try stream.finish { names.append("\($0)") }
    } catch {
      return nil
    }
    return names
  }

  /// The same for the text in one piece.
  private static func whole(_ input: Span<UInt8>) -> [String]? {
    var names: [String] = []
    var reader = ObjectReader(input, defaultNamespace: "default")
    do {
      while let object = try reader.next() { names.append("\(object)") }
    } catch {
      return nil
    }
    return names
  }

  /// Findings have one-line texts without passwords; their commands do what they say.
  private static func checkFindings(
    of resolution: PullResolution, _ index: Cluster
  ) throws(BrokenInvariant) {
    let passwords = longPasswords(of: resolution)
    for finding in resolution.diagnose(at: Timestamp(secondsSince1970: 1_800_000_000), in: index) {
      for text in [finding.problem, finding.advice, finding.command ?? "-"] {
        try require(!text.isEmpty, "\(finding.code) has an empty text")
        try require(
          text.hasSameBytes(as: text.printable),
          "\(finding.code) holds a character that a terminal acts on")
        try require(
          !passwords.contains { text.contains($0) }, "\(finding.code) shows a password")
      }
      guard let command = finding.command else { continue }
      guard let line = ShellLine(command) else {
        throw BrokenInvariant("a shell may read \(command) otherwise")
      }
      try require(line.violation == nil, "\(line.violation ?? "") in \(command)")
    }
  }

  /// Passwords that are long enough not to be in a text by accident, and are not public.
  private static func longPasswords(of resolution: PullResolution) -> [String] {
    var passwords: [String] = []
    for reference in resolution.references {
      guard case .read(let config) = reference.outcome else { continue }
      for entry in config.entries {
        let password = entry.revealPassword()
        if password.utf8.count >= 12, !entry.username.contains(password),
          !entry.registryKey.contains(password)
        {
          passwords.append(password)
        }
      }
    }
    return passwords
  }

  /// The keyring contains exactly what the steps report as read.
  private static func check(_ resolution: PullResolution) throws(BrokenInvariant) {
    var model = KubeletModel()
    var entries: [DockerConfig.Entry] = []
    for reference in resolution.references {
      switch reference.outcome {
      case .read(let config) where resolution.refusal == nil:
        for entry in config.entries { model.add(entry.registryKey) }
        entries += config.entries
      case .malformed(let error):
        try requireEqual(resolution.refusal?.error, error, "refusal")
      default: break
      }
    }
    for container in resolution.images {
      guard let image = try? ImageReference(container.image) else { continue }
      let found = resolution.credentials(for: image).map(\.entry)
      try requireEqual(found, model.lookup(image.name).map { entries[$0] }, "credentials")
    }
  }
}

/// The invariants of the kubelet's records. The input is the file of a record and of an intent.
enum ImageRecordsCheck {
  static func check(_ input: Span<UInt8>) throws(BrokenInvariant) {
    let record = try decode(input) { span throws(FieldViolation) in
      try ImagePulledRecord(json: span)
    }
    let intent = try decode(input) { span throws(FieldViolation) in try ImagePullIntent(json: span)
    }
    try require(record == nil || intent == nil, "one text is a record and an intent")
    if let record {
      let again = try decode(record.encodeJSON().span) { span throws(FieldViolation) in
        try ImagePulledRecord(json: span)
      }
      try require(again == record, "a record written and read again is another one")
      try requireEqual(again?.encodeJSON(), record.encodeJSON(), "written, read and written")
      try checkDecisions(record)
    }
    if let intent {
      let again = try decode(intent.encodeJSON().span) { span throws(FieldViolation) in
        try ImagePullIntent(json: span)
      }
      try require(again == intent, "an intent written and read again is another one")
      let records = ImagePullRecords(pulling: [.init(name: intent.fileName, json: input.copied)])
      try requireEqual(try? records.hasIntent(forImage: intent.image), true, "intent is found")
    }
  }

  private static func decode<Value>(
    _ bytes: Span<UInt8>, _ decode: (Span<UInt8>) throws(FieldViolation) -> Value
  ) throws(BrokenInvariant) -> Value? {
    do throws(FieldViolation) {
      return try decode(bytes)
    } catch {
      try require(
        (0...bytes.count).contains(error.offset ?? 0), "an offset outside the input: \(error)")
      try require(
        error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 }, "more than one line")
      return nil
    }
  }

  /// The recorded Pods may use the image, others may not, and a decision is stable.
  private static func checkDecisions(_ record: ImagePulledRecord) throws(BrokenInvariant) {
    guard !record.imageRef.isEmpty else { return }
    let records = ImagePullRecords(pulled: [.init(name: record.fileName, json: record.encodeJSON())]
    )
    for release in [KubeletRelease.v135, .v136] {
      guard let policy = try? ImageAccessPolicy(verification: "AlwaysVerify", release: release)
      else { throw BrokenInvariant("AlwaysVerify is refused") }
      for entry in record.credentialMapping.prefix(8) {
        guard let name = try? release.recordedName(of: entry.name),
          name.utf8.elementsEqual(entry.name.utf8)
        else { continue }
        func decide(_ pod: PodPullIdentity) -> ImageAccessDecision {
          records.decision(
            forImage: entry.name, imageRef: record.imageRef, policy: policy, pod: pod)
        }
        let recorded = entry.credentials
        try requireEqual(decide(.none).mustPull, !recorded.isNodeAccessible, "without credentials")
        for secret in recorded.secrets.prefix(4) where !secret.credentialHash.isEmpty {
          let decision = decide(.known(secrets: [secret]))
          try require(!decision.mustPull, "a recorded Secret gives no access")
          var another = secret
          another.secret.uid += "x"
          another.credentialHash += "x"
          if recorded.secrets.count == 1, recorded.serviceAccounts.isEmpty {
            try requireEqual(
              decide(.known(secrets: [another])).mustPull, !recorded.isNodeAccessible,
              "another Secret")
          }
        }
      }
    }
  }
}
