extension Emitter {
  /// A member of an object.
  struct Member {
    /// The first bytes of the key, in big-endian order. They decide the order of most keys.
    let prefix: UInt64
    let key: Slice
    let keyNode: Int32
    let value: Int32
    let isMerged: Bool
  }

  /// Appends the members of a mapping in the order in which they are set: a merge sets its members
  /// at its place.
  mutating func collectMembers(of mapping: Int) throws(Failure) {
    var zeroKey: Int?
    var key = mapping + 1
    var end = composition.end(of: mapping)
    /// The rest of the mappings whose merges are being visited.
    var outer: [(Int, Int)] = []
    while true {
      guard key < end else {
        guard let (next, nextEnd) = outer.popLast() else { return }
        (key, end) = (next, nextEnd)
        continue
      }
      let value = composition.end(of: key)
      let next = composition.end(of: value)
      if composition.nodes[key].tag == .merge {
        outer.append((next, end))
        appendMerged(value, to: &outer)
        (key, end) = (0, 0)
      } else {
        try appendMember(key: key, value: value, isMerged: !outer.isEmpty, &zeroKey)
        key = next
      }
    }
  }

  /// Pushes the members that a merge adds. Of several mappings, the last one is on top: it is set
  /// first.
  private func appendMerged(_ value: Int, to ranges: inout [(Int, Int)]) {
    guard composition.nodes[value].kind == .sequence else {
      let merged = composition.target(of: value)
      return ranges.append((merged + 1, composition.end(of: merged)))
    }
    var element = value + 1
    while element < composition.end(of: value) {
      let merged = composition.target(of: element)
      ranges.append((merged + 1, composition.end(of: merged)))
      element = composition.end(of: element)
    }
  }

  private mutating func appendMember(
    key: Int, value: Int, isMerged: Bool, _ zeroKey: inout Int?
  ) throws(Failure) {
    let node = composition.nodes[composition.target(of: key)]
    var text = node.text
    switch node.kind {
    case .plain, .tagged:
      if node.tag == .binary {
        text = composition.addText(composition.bytes(of: text).base64Decoded ?? [])
        break
      }
      switch Scalar(composition.bytes(of: text), tag: node.tag) {
      case .string, .timestamp: break
      case .bool(let value): text = composition.addText(value ? "true" : "false")
      case .int(let value): text = composition.addText("\(value)")
      case .float(let number):
        text = composition.addText(GoFloat.key(number))
        if number == 0 {
          // 0.0 and -0.0 are the same key; it has the text of the last one.
          if let zeroKey {
            let member = member(text, key: key, value: value, isMerged)
            noteRepetition(of: members[zeroKey], by: member)
            members[zeroKey] = member
            return
          }
          zeroKey = members.count
        }
      case .uint: throw composition.failure(.unsupportedKey, at: key, detail: "uint64")
      case .null: throw composition.failure(.unsupportedKey, at: key, detail: "%!s(<nil>)")
      }
    case .string, .sequence, .mapping, .alias: break
    }
    members.append(member(text, key: key, value: value, isMerged))
  }

  private func member(_ text: Slice, key: Int, value: Int, _ isMerged: Bool) -> Member {
    Member(
      prefix: composition.firstBytes(of: text), key: text,
      keyNode: Int32(truncatingIfNeeded: key), value: Int32(truncatingIfNeeded: value),
      isMerged: isMerged)
  }

  private mutating func noteRepetition(of first: Member, by second: Member) {
    if !first.isMerged, !second.isMerged { repeatedKeys.append(Int(second.keyNode)) }
  }
}

// MARK: - Order

extension Emitter {
  /// Sorts the members from `start` by the bytes of their keys. Of members with equal keys, the
  /// last one set remains.
  mutating func sortMembers(from start: Int) {
    if members.count - start <= 24 {
      sortBriefly(start..<members.count)
    } else {
      sortByMerging(from: start)
    }
    var last = start
    for index in start..<members.count where index > start {
      if precedes(members[last], members[index]) {
        last += 1
      } else {
        noteRepetition(of: members[last], by: members[index])
      }
      members[last] = members[index]
    }
    if start < members.count { members.removeLast(members.count - last - 1) }
  }

  /// Whether the key of `one` comes before that of `other`.
  @inline(__always)
  private func precedes(_ one: Member, _ other: Member) -> Bool {
    if one.prefix != other.prefix { return one.prefix < other.prefix }
    if one.key.count <= 8, other.key.count <= 8 { return one.key.count < other.key.count }
    return composition.bytes(of: one.key).precedes(composition.bytes(of: other.key))
  }

  /// Insertion sort, which keeps the order of equal keys.
  private mutating func sortBriefly(_ range: Range<Int>) {
    for index in range.dropFirst() {
      var position = index
      let member = members[index]
      while position > range.lowerBound, precedes(member, members[position - 1]) {
        members[position] = members[position - 1]
        position -= 1
      }
      members[position] = member
    }
  }

  /// Merge sort, which keeps the order of equal keys.
  private mutating func sortByMerging(from start: Int) {
    let end = members.count
    var width = 16
    for run in stride(from: start, to: end, by: width) {
      sortBriefly(run..<min(run + width, end))
    }
    while width < end - start {
      var merged: [Member] = []
      merged.reserveCapacity(end - start)
      for run in stride(from: start, to: end, by: 2 * width) {
        let middle = min(run + width, end)
        let runEnd = min(middle + width, end)
        var (left, right) = (run, middle)
        while left < middle || right < runEnd {
          if right == runEnd || (left < middle && !precedes(members[right], members[left])) {
            merged.append(members[left])
            left += 1
          } else {
            merged.append(members[right])
            right += 1
          }
        }
      }
      members.replaceSubrange(start..<end, with: merged)
      width *= 2
    }
  }
}

extension Span<UInt8> {
  /// Whether these bytes come before `other` in byte order.
  fileprivate func precedes(_ other: Span<UInt8>) -> Bool {
    let common = Swift.min(count, other.count)
    for index in 0..<common where self[index] != other[index] { return self[index] < other[index] }
    return count < other.count
  }
}
