"""What people ask of their own data (个人信息请求), and processing that is restricted."""
