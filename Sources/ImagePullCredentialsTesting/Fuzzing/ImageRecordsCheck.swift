import KubernetesPulls

/// What is promised about the kubelet's records: the input is the file of a record, and of an intent.
enum ImageRecordsCheck {
  static func check(_ input: Span<UInt8>) throws(BrokenInvariant) {
    let record = try decode(input) { span throws(FieldViolation) in
      try ImagePulledRecord(json: span)
    }
    let intent = try decode(input) { span throws(FieldViolation) in try ImagePullIntent(json: span)
    }
    try require(record == nil || intent == nil, "one text is a record and an intent")
    if let record {
      let again = try decode(record.json.span) { span throws(FieldViolation) in
        try ImagePulledRecord(json: span)
      }
      try require(again == record, "a record written and read again is another one")
      try requireEqual(again?.json, record.json, "written, read and written")
      try checkDecisions(record)
    }
    if let intent {
      let again = try decode(intent.json.span) { span throws(FieldViolation) in
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

  /// Whoever is recorded may use the image, nobody else may, and what a decision learns is kept.
  private static func checkDecisions(_ record: ImagePulledRecord) throws(BrokenInvariant) {
    guard !record.imageRef.isEmpty else { return }
    let records = ImagePullRecords(pulled: [.init(name: record.fileName, json: record.json)])
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
