package storage

// A database is mapped to memory whole: 32 bits of address space would end at 2 GB, in the midst of a
// wave. So there is no build for such machines; this constant doesn't fit there.
const _ uint = 1 << 63
