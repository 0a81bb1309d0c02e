extension JSONReader {
  /// Appends the member of an object that stands at `range`, name and value, to `members`, without the white space
  /// around and inside it, and after a comma if it is not the first.
  ///
  /// Otherwise the bytes stay as they are: what nothing is known of is kept, not understood. The reader must have
  /// read the member, so that its quotes and escapes are known to be complete.
  func appendMember(_ range: Range<Int>, to members: inout [UInt8]) {
    if !members.isEmpty { members.append(UInt8(ascii: ",")) }
    var isInString = false
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        isInString.toggle()
      case UInt8(ascii: "\\"):
        members.append(byte)
        members.append(bytes[index])
        index += 1
        continue
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        if !isInString { continue }
      default: break
      }
      members.append(byte)
    }
  }
}
