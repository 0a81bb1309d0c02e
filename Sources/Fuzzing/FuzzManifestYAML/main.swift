import ManifestYAMLChecks

/// The entry point of libFuzzer. Built without it, the program has nothing to do.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
  if let violation = ManifestYAMLCheck.violation(in: input) { fatalError(violation) }
  return 0
}
