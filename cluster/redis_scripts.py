"""Lua scripts: each one step that nothing may come between. Time is the Redis server's.

A session is a hash `fence digest previous resumes state head`, a list of its entries and
its member in the set of deadlines; its report is a hash `digest previous fence body`.
They address keys by prefix, so they need one Redis server (with replicas or not), no
Redis Cluster.
"""

_NOW_MS = """
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)
"""

# KEYS session, entries, deadlines, report
# ARGV session_id, fence, digest, head, first (index of the first entry sent), resume_ms,
#      snapshot_s, entries...
SAVE = (
    _NOW_MS
    + """
if redis.call('EXISTS', KEYS[4]) == 1 then return {'fenced', 0} end
local stored = redis.call('HMGET', KEYS[1], 'fence', 'state')
if stored[1] and tonumber(stored[1]) > tonumber(ARGV[2]) then return {'fenced', 0} end
if stored[2] then return {'fenced', 0} end
if not stored[1] or tonumber(stored[1]) < tonumber(ARGV[2]) then
  redis.call('DEL', KEYS[2])
end
local length = redis.call('LLEN', KEYS[2])
local first = tonumber(ARGV[5])
if first > length then return {'missing', length} end
for index = 8 + length - first, #ARGV do redis.call('RPUSH', KEYS[2], ARGV[index]) end
redis.call('HSET', KEYS[1], 'fence', ARGV[2], 'digest', ARGV[3], 'head', ARGV[4])
redis.call('HDEL', KEYS[1], 'previous')
redis.call('ZADD', KEYS[3], now_ms + ARGV[6], ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[7])
redis.call('EXPIRE', KEYS[2], ARGV[7])
return {'stored', redis.call('LLEN', KEYS[2])}
"""
)

# KEYS session, entries, deadlines, report
# ARGV session_id, digest, new digest, resume_ms, max_resumes
RESUME = (
    _NOW_MS
    + """
local made = redis.call('HMGET', KEYS[4], 'digest', 'previous')
if made[1] == ARGV[2] or made[2] == ARGV[2] then return {'reporting'} end
if made[1] then return {'unknown'} end
local stored = redis.call('HMGET', KEYS[1],
                          'fence', 'digest', 'previous', 'state', 'resumes', 'head')
if not stored[1] then return {'absent'} end
if stored[2] ~= ARGV[2] and stored[3] ~= ARGV[2] then return {'unknown'} end
if stored[4] then return {'reporting'} end
local resumes = tonumber(stored[5] or 0)
if resumes >= tonumber(ARGV[5]) then return {'too_often'} end
local fence = tonumber(stored[1]) + 1
redis.call('HSET', KEYS[1], 'fence', fence, 'digest', ARGV[3], 'previous', ARGV[2],
           'resumes', resumes + 1)
redis.call('ZADD', KEYS[3], now_ms + ARGV[4], ARGV[1])
return {'resumed', fence, stored[6], redis.call('LRANGE', KEYS[2], 0, -1)}
"""
)

# KEYS session, entries, deadlines, report
# ARGV session_id, fence, digest, body, report_s
FINISH = """
local made = redis.call('HGET', KEYS[4], 'fence')
if made then return made == ARGV[2] and 'stored' or 'fenced' end
local stored = redis.call('HMGET', KEYS[1], 'fence', 'state', 'previous')
if stored[1] and tonumber(stored[1]) > tonumber(ARGV[2]) then return 'fenced' end
redis.call('HSET', KEYS[4], 'fence', ARGV[2], 'digest', ARGV[3], 'body', ARGV[4])
if stored[3] then redis.call('HSET', KEYS[4], 'previous', stored[3]) end
redis.call('EXPIRE', KEYS[4], ARGV[5])
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('ZREM', KEYS[3], ARGV[1])
return 'stored'
"""

# KEYS session, entries, deadlines
# ARGV session_id, fence
FORGET = """
local fence = redis.call('HGET', KEYS[1], 'fence')
if fence and tonumber(fence) > tonumber(ARGV[2]) then return 0 end
redis.call('ZREM', KEYS[3], ARGV[1])
return redis.call('DEL', KEYS[1], KEYS[2])
"""

# What stays in the place of the report fences off whoever still speaks for the session.
# KEYS session, entries, deadlines, report
# ARGV session_id, digest, fenced_s
ERASE = """
local made = redis.call('HMGET', KEYS[4], 'digest', 'previous')
local stored = redis.call('HMGET', KEYS[1], 'digest', 'previous')
local is_made = made[1] == ARGV[2] or made[2] == ARGV[2]
local is_stored = stored[1] == ARGV[2] or stored[2] == ARGV[2]
if not is_made and not is_stored then
  return redis.call('EXISTS', KEYS[1], KEYS[4]) > 0 and 'unknown' or 'absent'
end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[4])
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('HSET', KEYS[4], 'fence', 'erased')
redis.call('EXPIRE', KEYS[4], ARGV[3])
return 'erased'
"""

# KEYS session, report
# ARGV digest
FIND_REPORT = """
local made = redis.call('HMGET', KEYS[2], 'digest', 'previous', 'body')
if made[1] == ARGV[1] or made[2] == ARGV[1] then return {'made', made[3]} end
local stored = redis.call('HMGET', KEYS[1], 'digest', 'previous', 'state')
if stored[1] ~= ARGV[1] and stored[2] ~= ARGV[1] then return {'unknown'} end
return {stored[3] == 'failed' and 'failed' or 'pending'}
"""

# KEYS deadlines, stream
# ARGV session prefix, entries prefix, most sessions, snapshot_s, group, consumer, visibility_ms
CLAIM = (
    _NOW_MS
    + """
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now_ms, 'LIMIT', 0, ARGV[3])
for _, id in ipairs(ids) do
  redis.call('ZREM', KEYS[1], id)
  local session = ARGV[1] .. id
  if redis.call('EXISTS', session) == 1 then
    redis.call('HSET', session, 'state', 'ending')
    redis.call('HINCRBY', session, 'fence', 1)
    redis.call('EXPIRE', session, ARGV[4])
    redis.call('EXPIRE', ARGV[2] .. id, ARGV[4])
    redis.call('XADD', KEYS[2], '*', 'session', id)
  end
end
redis.pcall('XGROUP', 'CREATE', KEYS[2], ARGV[5], '0', 'MKSTREAM')
local message = redis.call('XAUTOCLAIM', KEYS[2], ARGV[5], ARGV[6], ARGV[7], '0-0',
                           'COUNT', 1)[2][1]
if not message then
  local read = redis.call('XREADGROUP', 'GROUP', ARGV[5], ARGV[6], 'COUNT', 1,
                          'STREAMS', KEYS[2], '>')
  if not read then return false end
  message = read[1][2][1]
end
local pending = redis.call('XPENDING', KEYS[2], ARGV[5], message[1], message[1], 1)
local id = message[2][2]
return {message[1], id, pending[1][4], redis.call('HGET', ARGV[1] .. id, 'head') or '',
        redis.call('LRANGE', ARGV[2] .. id, 0, -1)}
"""
)

# KEYS stream, session
# ARGV group, consumer, message
EXTEND = """
local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1)
if pending.err or not pending[1] or pending[1][2] ~= ARGV[2] then return 0 end
if redis.call('EXISTS', KEYS[2]) == 0 then
  redis.call('XACK', KEYS[1], ARGV[1], ARGV[3])
  redis.call('XDEL', KEYS[1], ARGV[3])
  return 0
end
redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3], 'JUSTID')
return 1
"""

# KEYS stream
# ARGV group, message
DROP_JOB = """
redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
return redis.call('XDEL', KEYS[1], ARGV[2])
"""

# KEYS session, entries, deadlines, report, stream
# ARGV session_id, group, message, body, report_s
COMPLETE = """
redis.call('XACK', KEYS[5], ARGV[2], ARGV[3])
redis.call('XDEL', KEYS[5], ARGV[3])
if redis.call('EXISTS', KEYS[4]) == 1 then return 'fenced' end
local stored = redis.call('HMGET', KEYS[1], 'fence', 'digest', 'previous')
if not stored[1] then return 'fenced' end
redis.call('HSET', KEYS[4], 'fence', stored[1], 'digest', stored[2], 'body', ARGV[4])
if stored[3] then redis.call('HSET', KEYS[4], 'previous', stored[3]) end
redis.call('EXPIRE', KEYS[4], ARGV[5])
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('ZREM', KEYS[3], ARGV[1])
return 'stored'
"""

# KEYS session, entries, stream, dead stream, dead count
# ARGV session_id, group, message, most dead letters, reason
BURY = """
if redis.call('XACK', KEYS[3], ARGV[2], ARGV[3]) == 0 then return 0 end
redis.call('XDEL', KEYS[3], ARGV[3])
if redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('HSET', KEYS[1], 'state', 'failed')
  redis.call('HDEL', KEYS[1], 'head')
  redis.call('DEL', KEYS[2])
end
redis.call('XADD', KEYS[4], 'MAXLEN', ARGV[4], '*', 'session', ARGV[1], 'reason', ARGV[5])
redis.call('INCR', KEYS[5])
return 1
"""

# KEYS place set of each subject
# ARGV session_id, ttl_ms, limit of each subject
TAKE_PLACES = (
    _NOW_MS
    + """
for index, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now_ms)
  if not redis.call('ZSCORE', key, ARGV[1])
     and redis.call('ZCARD', key) >= tonumber(ARGV[2 + index]) then return index end
end
for _, key in ipairs(KEYS) do
  redis.call('ZADD', key, now_ms + ARGV[2], ARGV[1])
  redis.call('PEXPIRE', key, ARGV[2])
end
return 0
"""
)

# KEYS place set of each subject
# ARGV session_id, ttl_ms
RENEW_PLACES = (
    _NOW_MS
    + """
for _, key in ipairs(KEYS) do
  redis.call('ZADD', key, now_ms + ARGV[2], ARGV[1])
  redis.call('PEXPIRE', key, ARGV[2])
end
"""
)

# KEYS worker, workers
# ARGV worker_id, ttl_s, fields and values...
ANNOUNCE = """
redis.call('HSET', KEYS[1], unpack(ARGV, 3))
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('SADD', KEYS[2], ARGV[1])
"""

# KEYS worker, workers
# ARGV worker_id
WITHDRAW = """
redis.call('DEL', KEYS[1])
redis.call('SREM', KEYS[2], ARGV[1])
"""

# KEYS workers
# ARGV worker prefix, how many
SOME_WORKERS = """
local found = {}
for _, id in ipairs(redis.call('SRANDMEMBER', KEYS[1], ARGV[2])) do
  local fields = redis.call('HGETALL', ARGV[1] .. id)
  if #fields == 0 then redis.call('SREM', KEYS[1], id) else found[#found + 1] = fields end
end
return found
"""

# KEYS place set of each subject
# ARGV session_id
RELEASE_PLACES = """
for _, key in ipairs(KEYS) do redis.call('ZREM', key, ARGV[1]) end
"""

# KEYS counter
# ARGV expiry_s, amount, limit
COUNT_IF_IT_FITS = """
local count, amount = tonumber(redis.call('GET', KEYS[1]) or 0), tonumber(ARGV[2])
local fits = count + amount <= tonumber(ARGV[3])
if fits and amount > 0 then
  count = redis.call('INCRBY', KEYS[1], amount)
  if count == amount then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
end
return {fits and 1 or 0, count, redis.call('PTTL', KEYS[1])}
"""
